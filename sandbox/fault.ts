import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Something that goes wrong with a request or its response. */
export type Fault = FaultKind & {
  /** Called when a request meets the fault: after it is processed, if it is, and before the response. */
  readonly onReached?: () => void
}

type FaultKind =
  /** The request is not processed, and the response is this. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Record<string, string>
    }
  /** The request is processed, but the response is this. */
  | {
      readonly kind: 'overrideResponse'
      readonly status: number
      readonly body: string
      readonly headers?: Record<string, string>
    }
  /** The request is processed, and the JSON of the response is changed. */
  | { readonly kind: 'rewritten'; readonly rewrite: (message: unknown) => unknown }
  /** The request is processed, and the connection ends with the response: the next request needs another one. */
  | { readonly kind: 'connectionClose' }
  /** The request is processed, unless told otherwise, and the connection is reset before the response. */
  | { readonly kind: 'reset'; readonly processed?: false }
  /** The request is processed, but the connection is closed or reset within the body of the response. */
  | { readonly kind: 'truncated'; readonly by?: 'reset' }
  /** The request is processed, unless told otherwise, and there is no response. */
  | { readonly kind: 'noResponse'; readonly processed?: false }
  /** The request is processed, and the response is sent a byte at a time. */
  | { readonly kind: 'sendSlowly'; readonly everyMs: number }
  /** The request is processed, and spaces precede the body of the response; `onEnd` gets the number of bytes sent. */
  | { readonly kind: 'oversized'; readonly bytes: number; readonly onEnd?: (sentBytes: number) => void }

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Whether the service processes a request that meets the fault. */
export function isProcessed(fault: Fault | undefined): boolean {
  if (fault?.kind === 'reset' || fault?.kind === 'noResponse') return fault.processed ?? true
  return fault?.kind !== 'status'
}

/** Sends the answer, as the fault changes it. */
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

/** Node cannot reset an encrypted connection: it is closed without an orderly end. */
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

/** The body after spaces, in chunks, so that memory never holds all of them. */
function* padded(body: string, bytes: number): Generator<string> {
  const spaces = ' '.repeat(2 ** 16)
  for (let left = bytes; left > 0; left -= spaces.length) yield spaces.slice(0, left)
  yield body
}
