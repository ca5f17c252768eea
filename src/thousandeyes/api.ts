import type { Window } from '../window.ts'
import { v6 } from './api-v6.ts'
import { toDateParams, v7 } from './api-v7.ts'
import { authorization, type Credentials } from './credentials.ts'
import type { HttpRequest } from './http.ts'
import type { ApiAdapter, SnapshotRequest } from './snapshot.ts'

/** Where and as whom the API is called. */
export interface ApiConfig {
  readonly version: 'v7' | 'v6'
  /** Without a version and without a slash at its end, such as `https://api.thousandeyes.com`. */
  readonly baseUrl: string
  readonly credentials: Credentials
  /** Account group id, digits. */
  readonly aid: string | undefined
}

const ADAPTERS: Readonly<Record<ApiConfig['version'], ApiAdapter>> = { v6, v7 }

export function adapterFor({ version }: ApiConfig): ApiAdapter {
  return ADAPTERS[version]
}

/** The address of an operation, in the account group that is asked for. */
function operationUrl({ baseUrl, aid }: ApiConfig, path: string): URL {
  const url = new URL(`${baseUrl}${path}`)
  if (aid !== undefined) url.searchParams.set('aid', aid)
  return url
}

/** The address of an operation of API v7 that reads what happened in a window. */
export function windowUrl(api: ApiConfig, path: string, window: Window): URL {
  const url = operationUrl(api, path)
  for (const [name, value] of Object.entries(toDateParams(window))) url.searchParams.set(name, value)
  return url
}

/** The request that creates a snapshot. */
export function snapshotRequest(api: ApiConfig, order: SnapshotRequest): HttpRequest & { body: string } {
  const { accept, path, body } = adapterFor(api)
  return {
    method: 'POST',
    url: operationUrl(api, path(order)),
    headers: { authorization: authorization(api.credentials), accept, 'content-type': 'application/json' },
    body: JSON.stringify(body(order)),
  }
}
