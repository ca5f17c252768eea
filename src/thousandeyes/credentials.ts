/** How requests are authenticated. Basic is a matter of API v6 alone. */
export type Credentials =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly email: string; readonly token: string }

/** The value of the `Authorization` header. */
export function authorization(credentials: Credentials): string {
  return credentials.kind === 'bearer'
    ? `Bearer ${credentials.token}`
    : `Basic ${base64(`${credentials.email}:${credentials.token}`)}`
}

/** Every form in which the credentials could be read somewhere, to be masked and redacted; the longest first. */
export function secretForms(credentials: Credentials): readonly string[] {
  const plain =
    credentials.kind === 'bearer'
      ? [credentials.token]
      : [credentials.token, `${credentials.email}:${credentials.token}`]
  const forms = plain.flatMap(secret => [secret, encodeURIComponent(secret), base64(secret)])
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
