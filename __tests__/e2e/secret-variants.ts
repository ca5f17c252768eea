/** Every form in which a secret could be read somewhere: plain, in base64 of either alphabet, and each of them in an address. */
export function secretVariantsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64')
  const forms = [secret, base64, base64.replaceAll('=', ''), Buffer.from(secret).toString('base64url')]
  const escaped = forms.map(encodeURIComponent)
  return [...forms, ...escaped, ...escaped.map(text => text.replace(/%../g, code => code.toLowerCase()))]
}

/** What a service, a gateway or a library on the way may make of a secret that it repeats. */
export function echoesOf(secret: string): readonly string[] {
  const inBase64 = [
    `Bearer ${secret}`,
    JSON.stringify({ authorization: secret }),
    `1${secret}`,
    `22${secret}`,
    btoa(secret),
  ]
  const byCode = (write: (code: number) => string) => Array.from(secret, one => write(one.charCodeAt(0))).join('')
  return [
    ...inBase64.map(btoa),
    Buffer.from(secret).toString('hex'),
    byCode(code => `&#${code};`),
    byCode(code => `&#x${code.toString(16)};`),
    byCode(code => `%${code.toString(16)}`),
    encodeURIComponent(encodeURIComponent(secret)),
    secret.toUpperCase(),
  ]
}
