/** No token is shorter. To redact a word such as `test` would ruin every link and message that has it. */
export const MIN_SECRET_LENGTH = 16

/**
 * The forms of a secret to mask and to look for, the longest first: as it is, escaped as in JSON, percent-encoded, and in base64.
 * None for a text that is too short to be a secret.
 */
export function variantsOf(secret: string): readonly string[] {
  if (secret.length < MIN_SECRET_LENGTH) return []
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

/** The text with every one of the `secrets` replaced by `***`, as the runner does in the log. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text)
}
