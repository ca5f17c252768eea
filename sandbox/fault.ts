import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Something that goes wrong with the next request, in place of its answer or on the way to it. */
export type Fault = FaultKind & {
  /** Called when a request meets it: the work is done, where it is done at all, and the answer is still to come. */
  readonly onReached?: () => void
}

type FaultKind =
  /** The work is not done; the answer is this instead. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Record<string, string>
    }
  /** The work is done, and the answer is this all the same. */
  | {
      readonly kind: 'overrideResponse'
      readonly status: number
      readonly body: string
      readonly headers?: Record<string, string>
    }
  /** The work is done, and what the answer says in JSON is changed on the way. */
  | { readonly kind: 'rewritten'; readonly rewrite: (message: unknown) => unknown }
  /** All is well, but the connection ends with the answer: the next request needs another. */
  | { readonly kind: 'connectionClose' }
  /** The connection is reset in place of an answer; the work is done, unless it says otherwise. */
  | { readonly kind: 'reset'; readonly processed?: false }
  /** The work is done, but the answer breaks off in the middle of its body, in an orderly way or with a reset. */
  | { readonly kind: 'truncated'; readonly by?: 'reset' }
  /** The answer does not come; the work is done, unless it says otherwise. */
  | { readonly kind: 'noResponse'; readonly processed?: false }
  /** The work is done, but of the answer comes a byte now and then. */
  | { readonly kind: 'sendSlowly'; readonly everyMs: number }
  /** The work is done, and the answer has this many bytes too many in front of it; `onEnd` hears how many went out. */
  | { readonly kind: 'oversized'; readonly bytes: number; readonly onEnd?: (sentBytes: number) => void }

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Whether the service does what it was asked for before the fault shows. */
export function isProcessed(fault: Fault | undefined): boolean {
  if (fault?.kind === 'reset' || fault?.kind === 'noResponse') return fault.processed ?? true
  return fault?.kind !== 'status'
}

/** Sends the answer, or what the fault makes of it. */
export function respond(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
  const { socket } = response
  fault?.onReached?.()
  switch (fault?.kind) {
    case undefined:
      send(response, answer)
      return
    case 'status':
    case 'overrideResponse':
      send(response, { status: fault.status, headers: { ...answer.headers, ...fault.headers }, body: fault.body ?? '' })
      return
    case 'rewritten':
      send(response, { ...answer, body: JSON.stringify(fault.rewrite(JSON.parse(answer.body))) })
      return
    case 'connectionClose':
      send(response, { ...answer, headers: { ...answer.headers, connection: 'close' } })
      return
    case 'reset':
      reset(socket)
      return
    case 'truncated':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
      response.write(answer.body.slice(0, answer.body.length / 2), () => {
        if (fault.by === 'reset') reset(socket)
        else socket?.destroy()
      })
      return
    case 'noResponse':
      return
    case 'sendSlowly':
      sendSlowly(response, answer, fault.everyMs)
      return
    case 'oversized':
      response.writeHead(answer.status, answer.headers)
      pipeline(Readable.from(padded(answer.body, fault.bytes)), response)
        .catch(() => {})
        .finally(() => fault.onEnd?.(socket?.bytesWritten ?? 0))
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers)
  response.end(body)
}

/** Node cannot reset what is encrypted; hanging up without a word is as much of a surprise. */
function reset(socket: Socket | null): void {
  if (socket !== null && 'encrypted' in socket) socket.destroy()
  else socket?.resetAndDestroy()
}

function sendSlowly(response: ServerResponse, { status, headers, body }: Answer, everyMs: number): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  const bytes = Buffer.from(body).values()
  const timer = setInterval(() => {
    const { value, done } = bytes.next()
    if (done) response.end()
    else response.write(Uint8Array.of(value))
  }, everyMs)
  response.once('close', () => clearInterval(timer))
}

/** The body behind blanks, piece by piece: as much as is asked for is never in memory. */
function* padded(body: string, bytes: number): Generator<string> {
  const blanks = ' '.repeat(2 ** 16)
  for (let left = bytes; left > 0; left -= blanks.length) yield blanks.slice(0, left)
  yield body
}
