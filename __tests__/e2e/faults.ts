import { expect } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { annotations } from './sandbox.ts'

/** What a fault means for a request that creates a snapshot, as far as the action can know. */
export type Category =
  /** The response is a success with a link. */
  | 'harmless'
  /** Nothing was created, and another request cannot help. */
  | 'refused'
  /** Nothing was created, and a later request may succeed. */
  | 'postponed'
  /** It is not known whether anything was created. */
  | 'indeterminate'
  /** The response is a success without a usable link. */
  | 'unusable'

export interface FaultCase {
  /** Completes "ThousandEyes …" and "GitHub …". */
  readonly name: string
  readonly fault: Fault
  readonly category: Category
  /** A part of the line that reports it. */
  readonly message: string
}

/** The time a request has in a step of its own process, where a fault is one that delays the response. */
export const TIMEOUT_MS = 1_500

export const OVERSIZED_BYTES = 2 ** 30

const TIMED_OUT = 'no answer within'
const ELSEWHERE = 'https://elsewhere.example/'

function redirect(status: number): FaultCase {
  return {
    name: `redirects to another host with ${status}`,
    fault: { kind: 'status', status, headers: { location: ELSEWHERE } },
    category: 'refused',
    message: `It points to "${ELSEWHERE}"`,
  }
}

function status(code: number, category: Category, reasonPhrase: string): FaultCase {
  return {
    name: `responds with ${code}`,
    fault: { kind: 'status', status: code, body: JSON.stringify({ title: 'No', detail: 'Not like this' }) },
    category,
    message: `${code} ${reasonPhrase}`,
  }
}

/** The request is processed, and the response is overridden. */
function overridden(content: string, body: string): FaultCase {
  return {
    name: `processes the request and responds with ${content}`,
    fault: { kind: 'overrideResponse', status: 201, body },
    category: 'unusable',
    message: '201 Created',
  }
}

/** The response is missing or incomplete. */
function incomplete(name: string, fault: Fault, message = 'no complete response'): FaultCase {
  return { name, fault, category: 'indeterminate', message }
}

const UPGRADE = { connection: 'Upgrade', upgrade: 'websocket' }

/** The faults that both services can have. */
export const FAULTS: readonly FaultCase[] = [
  ...[301, 302, 303, 307, 308].map(redirect),
  status(400, 'refused', 'Bad Request'),
  status(401, 'refused', 'Unauthorized'),
  status(403, 'refused', 'Forbidden'),
  status(404, 'refused', 'Not Found'),
  status(405, 'refused', 'Method Not Allowed'),
  status(406, 'refused', 'Not Acceptable'),
  status(415, 'refused', 'Unsupported Media Type'),
  status(429, 'postponed', 'Too Many Requests'),
  status(500, 'indeterminate', 'Internal Server Error'),
  status(502, 'indeterminate', 'Bad Gateway'),
  status(503, 'postponed', 'Service Unavailable'),
  status(504, 'indeterminate', 'Gateway Timeout'),
  status(507, 'indeterminate', 'Insufficient Storage'),
  incomplete(
    'processes the request and responds with 502',
    { kind: 'overrideResponse', status: 502, body: '<html><body>Bad Gateway</body></html>' },
    '502 Bad Gateway',
  ),
  incomplete('neither processes the request nor responds', { kind: 'noResponse', processed: false }, TIMED_OUT),
  incomplete('processes the request and does not respond', { kind: 'noResponse' }, TIMED_OUT),
  incomplete(
    'processes the request and sends the response a byte at a time',
    { kind: 'sendSlowly', everyMs: 50 },
    TIMED_OUT,
  ),
  incomplete('resets the connection before it processes the request', { kind: 'reset', processed: false }),
  incomplete('processes the request and resets the connection', { kind: 'reset' }),
  incomplete('processes the request and resets the connection within the response', { kind: 'truncated', by: 'reset' }),
  incomplete('processes the request and closes the connection within the response', { kind: 'truncated' }),
  incomplete('processes the request and switches to another protocol', {
    kind: 'overrideResponse',
    status: 101,
    body: '',
    headers: UPGRADE,
  }),
  incomplete('processes the request and responds with oversized headers', {
    kind: 'overrideResponse',
    status: 201,
    body: '{}',
    headers: { 'x-long': 'x'.repeat(100_000) },
  }),
  overridden('malformed JSON', '{"id": "abc", "_links": {'),
  overridden('HTML', '<!doctype html><html><body>Please sign in</body></html>'),
  overridden('an empty body', ''),
  {
    name: 'processes the request and responds with 1 GiB',
    fault: { kind: 'oversized', bytes: OVERSIZED_BYTES },
    category: 'unusable',
    message: '201 Created',
  },
]

/** One fault of each category that both services can have, and one without a response. */
export const REPRESENTATIVES: readonly FaultCase[] = FAULTS.filter(({ name }) =>
  [
    'responds with 403',
    'responds with 503',
    'responds with 502',
    'processes the request and resets the connection',
    'processes the request and responds with malformed JSON',
  ].includes(name),
)

/** Whether a later request may succeed. */
export function isTransient({ category }: FaultCase): boolean {
  return category === 'postponed' || category === 'indeterminate'
}

/** Whether only the time limit of the request ends it. */
export function isSlow({ kind }: Fault): boolean {
  return kind === 'noResponse' || kind === 'sendSlowly'
}

/** The same fault for any number of requests. */
export function always(fault: Fault): readonly Fault[] {
  return Array.from({ length: 200 }, () => fault)
}

/** What holds after every step, whatever went wrong. */
export function expectInvariants(result: StepResult, secrets: readonly string[]): void {
  const { exitCode, signal, stdout, stderr, outputs, summary } = result
  const [errors, warnings] = [annotations(result, 'error'), annotations(result, 'warning')]
  expect({ exitCode, signal, stderr }).toEqual({ exitCode: errors.length === 0 ? 0 : 1, signal: null, stderr: '' })
  for (const line of [...errors, ...warnings]) {
    expect(line).toMatch(/^[^\r\n]{20,1500}[.)]$/)
    expect(line).not.toMatch(/undefined|\[object|\n? {4}at |Unexpected error/)
  }
  const unmasked = stdout.split('\n').filter(line => !line.startsWith('::add-mask::'))
  const visible = [...unmasked, stderr, JSON.stringify(outputs), summary].join('\n')
  expect(secrets.filter(secret => visible.includes(secret))).toEqual([])
}
