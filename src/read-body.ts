/** Ends a body that is not whole, which is therefore never valid JSON. */
export const CUT_MARK = '…'

/**
 * Reads a body as text, up to `maxBytes`; the rest is not received.
 *
 * @returns `body` ends in `CUT_MARK` when it is longer or breaks off; in the latter case, `error` says why
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
      if (size > maxBytes) break
    }
  } catch (caught) {
    error = caught
  }
  const text = Buffer.concat(chunks).subarray(0, maxBytes).toString()
  const isCut = text !== '' && (size > maxBytes || error !== undefined)
  return { body: isCut ? `${text}${CUT_MARK}` : text, error }
}
