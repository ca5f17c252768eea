/**
 * Reads a body as text, up to `maxBytes`; the rest is not received.
 *
 * @returns `error` when the body ends early, with what came before it in `body`
 */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ readonly body: string; readonly error?: unknown }> {
  const chunks: Uint8Array[] = []
  let size = 0
  let error: unknown
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= maxBytes) break
    }
  } catch (caught) {
    error = caught
  }
  return { body: Buffer.concat(chunks).subarray(0, maxBytes).toString(), error }
}
