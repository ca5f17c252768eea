/** The forms in which a service, a gateway or a library on the way may repeat a secret. */
export function secretVariantsOf(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]
}
