/** Every form in which a secret could be read somewhere: plain, in base64 of either alphabet, and each of them in an address. */
export function secretVariantsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64')
  const forms = [secret, base64, base64.replaceAll('=', ''), Buffer.from(secret).toString('base64url')]
  const escaped = forms.map(encodeURIComponent)
  return [...forms, ...escaped, ...escaped.map(text => text.replace(/%../g, code => code.toLowerCase()))]
}
