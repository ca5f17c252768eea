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
export function secretVariants(credentials: Credentials): readonly string[] {
  const plain =
    credentials.kind === 'bearer'
      ? [credentials.token]
      : [credentials.token, `${credentials.email}:${credentials.token}`]
  const encoded = plain.flatMap(secret => {
    const [padded, unpadded] = [base64(secret), base64(secret).replace(/=+$/, '')]
    return [secret, padded, unpadded, unpadded.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const escaped = encoded.map(encodeURIComponent)
  const forms = [...encoded, ...escaped, ...escaped.map(lowerCaseEscapes)]
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

/** `%2f` of `%2F` */
function lowerCaseEscapes(text: string): string {
  return text.replace(/%[\dA-F]{2}/g, coded => coded.toLowerCase())
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
