/** A number from 0 up to, but not including, 1: always the same for the same text (FNV-1a, with its bits mixed again). */
export function hashToUnit(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

/** A stand-in for `Math.random`, with the same numbers for the same seed. */
export function seededRandom(seed: number): () => number {
  let index = 0
  return () => hashToUnit(`${seed},${index++}`)
}
