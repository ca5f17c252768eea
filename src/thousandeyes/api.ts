import type { HttpRequest } from '../http.ts'
import type { Window } from '../window.ts'
import { v6 } from './api-v6.ts'
import { toDateParams, v7 } from './api-v7.ts'
import { authorization, type Credentials } from './credentials.ts'
import type { ApiAdapter, SnapshotRequest } from './snapshot.ts'

/** Where the API is, and who calls it. */
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

/** The URL of an operation in the configured account group, with its query parameters. */
export function operationUrl(
  { baseUrl, aid }: ApiConfig,
  path: string,
  params: Readonly<Record<string, string | undefined>> = {},
): URL {
  const url = new URL(`${baseUrl}${path}`)
  for (const [name, value] of Object.entries({ aid, ...params })) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url
}

/** The URL of an operation of API v7 that reads what happened in a window. */
export function windowUrl(
  api: ApiConfig,
  path: string,
  window: Window,
  params: Readonly<Record<string, string | undefined>> = {},
): URL {
  return operationUrl(api, path, { ...toDateParams(window), ...params })
}

/** The request that creates a snapshot. */
export function createSnapshotRequest(api: ApiConfig, request: SnapshotRequest): HttpRequest & { body: string } {
  const { accept, path, body } = adapterFor(api)
  return {
    method: 'POST',
    url: operationUrl(api, path(request)),
    headers: { authorization: authorization(api.credentials), accept, 'content-type': 'application/json' },
    body: JSON.stringify(body(request)),
  }
}

/** A request of API v7 that reads. */
export function readRequest(api: ApiConfig, url: URL): HttpRequest {
  return { method: 'GET', url, headers: { authorization: authorization(api.credentials), accept: v7.accept } }
}
