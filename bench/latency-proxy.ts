import { request as send } from 'node:http'
import { listen, type RunningServer } from '../sandbox/server.ts'

/** When a request came and when its answer left, in milliseconds of the same clock. */
export interface RecordedRequest {
  readonly cameMs: number
  readonly leftMs: number
}

export interface LatencyProxy extends RunningServer {
  readonly requests: readonly RecordedRequest[]
}

/** Stands before a service, lets every request wait for `latencyMs`, and notes when it came and when it was answered. */
export async function startLatencyProxy(target: string, latencyMs: number): Promise<LatencyProxy> {
  const requests: RecordedRequest[] = []
  const server = await listen(({ method, path, headers, body }, response) => {
    const cameMs = performance.now()
    setTimeout(() => {
      const onward = send(`${target}${path}`, { method, headers }, answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
        answer.once('end', () => requests.push({ cameMs, leftMs: performance.now() }))
      })
      onward.end(body)
    }, latencyMs)
  })
  return { ...server, requests }
}

/** How many requests of the longest chain in which each one came after the answer to the one before. */
export function longestChain(requests: readonly RecordedRequest[]): number {
  let length = 0
  let leftMs = -Infinity
  for (const request of requests.toSorted((a, b) => a.leftMs - b.leftMs)) {
    if (request.cameMs < leftMs) continue
    length += 1
    leftMs = request.leftMs
  }
  return length
}
