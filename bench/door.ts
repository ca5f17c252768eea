import { request as send } from 'node:http'
import { listen, type RunningServer } from '../sandbox/server.ts'

/** When a request came and when its answer left, in milliseconds of the same clock. */
export interface Passage {
  readonly cameMs: number
  readonly leftMs: number
}

export interface Door extends RunningServer {
  readonly passages: readonly Passage[]
}

/** Stands before a service, lets every request wait for `latencyMs`, and notes when it came and when it was answered. */
export async function openDoor(target: string, latencyMs: number): Promise<Door> {
  const passages: Passage[] = []
  const server = await listen(({ method, path, headers, body }, response) => {
    const cameMs = performance.now()
    setTimeout(() => {
      const onward = send(`${target}${path}`, { method, headers }, answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
        answer.once('end', () => passages.push({ cameMs, leftMs: performance.now() }))
      })
      onward.end(body)
    }, latencyMs)
  })
  return { ...server, passages }
}

/** How many requests of the longest chain in which each one came after the answer to the one before. */
export function longestChain(passages: readonly Passage[]): number {
  let length = 0
  let leftMs = -Infinity
  for (const passage of passages.toSorted((a, b) => a.leftMs - b.leftMs)) {
    if (passage.cameMs < leftMs) continue
    length += 1
    leftMs = passage.leftMs
  }
  return length
}
