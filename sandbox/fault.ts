import type { ServerResponse } from 'node:http'

/** Something that goes wrong with the next request, in place of its answer or on the way to it. */
export type Fault =
  /** The work is not done; the answer is this instead. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Record<string, string>
    }
  /** The work is done, and the answer is this all the same. */
  | { readonly kind: 'lie'; readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  /** The work is done, but the connection is reset in place of an answer. */
  | { readonly kind: 'reset' }
  /** The work is done, but the answer breaks off in the middle of its body. */
  | { readonly kind: 'truncated' }
  /** The work is done, but the answer does not come. */
  | { readonly kind: 'silence' }
  /** The work is done, and the answer has this many bytes too many in front of it. */
  | { readonly kind: 'huge'; readonly bytes: number }

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Whether the service does what it was asked for before the fault shows. */
export function doesTheWork(fault: Fault | undefined): boolean {
  return fault?.kind !== 'status'
}

/** Sends the answer, or what the fault makes of it. */
export function respond(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
  switch (fault?.kind) {
    case undefined:
      send(response, answer)
      return
    case 'status':
    case 'lie':
      send(response, { status: fault.status, headers: { ...answer.headers, ...fault.headers }, body: fault.body ?? '' })
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'truncated':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
      response.write(answer.body.slice(0, answer.body.length / 2), () => response.socket?.destroy())
      return
    case 'silence':
      return
    case 'huge':
      response.writeHead(answer.status, answer.headers)
      response.end(' '.repeat(fault.bytes) + answer.body)
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers)
  response.end(body)
}
