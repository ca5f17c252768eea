import * as v from 'valibot'
import { variantsOf } from '../redaction.ts'
import { shorten } from '../text.ts'
import { formatIso } from '../time.ts'
import type { Window } from '../window.ts'

/** Where the API is, and who calls it. */
export interface ApiConfig {
  readonly version: 'v7' | 'v6'
  /** Without a version and without a slash at its end, such as `https://api.thousandeyes.com`. */
  readonly baseUrl: string
  readonly credentials: Credentials
  /** Account group id, digits. */
  readonly aid: string | undefined
}

/** How requests are authenticated. Basic is only for API v6. */
export type Credentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly email: string; readonly token: string }

/** The value of the `Authorization` header. */
export function authorization(credentials: Credentials): string {
  return credentials.kind === 'bearer'
    ? `Bearer ${credentials.token}`
    : `Basic ${Buffer.from(basic(credentials)).toString('base64')}`
}

/** Every form of the credentials to mask and to look for, the longest first. None if the token is too short to be one. */
export function secretVariants(credentials: Credentials): readonly string[] {
  const ofToken = variantsOf(credentials.token)
  if (credentials.kind === 'bearer' || ofToken.length === 0) return ofToken
  return [...new Set([...variantsOf(basic(credentials)), ...ofToken])].sort((a, b) => b.length - a.length)
}

function basic({ email, token }: Extract<Credentials, { kind: 'basic' }>): string {
  return `${email}:${token}`
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

/** A window as query parameters or fields of API v7. */
export function toDateParams({ from, to }: Window): { readonly startDate: string; readonly endDate: string } {
  return { startDate: formatIso(from), endDate: formatIso(to) }
}

export interface SnapshotRequest {
  /** Digits. */
  readonly testId: string
  readonly displayName: string
  readonly window: Window
  readonly isPublic: boolean
}

/** An optional field that is not worth failing for: `undefined` if it is missing or of another type. */
export function lenientOptional<T extends v.GenericSchema>(schema: T) {
  return v.fallback(v.optional(schema), undefined)
}

/** A name or the like, for people: no longer than a few lines, whatever the service sends, since it is shown in many places. */
export const ShownText = v.pipe(
  v.string(),
  v.transform(text => shorten(text.trim(), 1000)),
)
