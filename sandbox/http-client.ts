/** Where `src/` has the HTTP client for ThousandEyes. */
export { createHttpClient, type HttpResult } from '../src/thousandeyes/http.ts'
