import { variantsOf } from '../redaction.ts'

/** How requests are authenticated. Basic is a matter of API v6 alone. */
export type Credentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly email: string; readonly token: string }

/** The value of the `Authorization` header. */
export function authorization(credentials: Credentials): string {
  return credentials.kind === 'bearer'
    ? `Bearer ${credentials.token}`
    : `Basic ${Buffer.from(basic(credentials)).toString('base64')}`
}

/** Every form of the credentials to mask and to look for, the longest first. None where the token is too short to be one. */
export function secretVariants(credentials: Credentials): readonly string[] {
  const ofToken = variantsOf(credentials.token)
  if (credentials.kind === 'bearer' || ofToken.length === 0) return ofToken
  return [...new Set([...variantsOf(basic(credentials)), ...ofToken])].sort((a, b) => b.length - a.length)
}

function basic({ email, token }: Extract<Credentials, { kind: 'basic' }>): string {
  return `${email}:${token}`
}
