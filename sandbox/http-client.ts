/** Where `src/` has the HTTP client for ThousandEyes. */
export { createHttpClient, type HttpResult } from '../src/http.ts'
