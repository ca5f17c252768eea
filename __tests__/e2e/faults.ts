import { expect } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import { annotations } from './sandbox.ts'

/** A fault that either service may have. */
export interface FaultCase {
  /** Completes «ThousandEyes …». */
  readonly name: string
  readonly fault: Fault
  /** What is left of the snapshot, as far as the action can know. */
  readonly nature: Category
  /** Part of what the step says of it. */
  readonly message: string
}

/** A step's request is taken to be lost after this where a fault is slow. */
export const TIMEOUT_MS = 1_500

export const HUGE_BYTES = 2 ** 30

export type Category =
  /** All is well. */
  | 'harmless'
  /** The service said no: nothing was made, and asking again cannot help. */
  | 'refused'
  /** The service said not now: nothing was made, and asking again may help. */
  | 'postponed'
  /** Nobody knows whether the service did its work. */
  | 'unknown'
  /** The service says it did its work, but there is no link to give. */
  | 'unusable'

const status = (code: number, nature: Category, message: string): FaultCase => ({
  name: `answers ${code}`,
  fault: { kind: 'status', status: code, body: JSON.stringify({ title: 'No', detail: 'Not like this' }) },
  nature,
  message: `${code} ${message}`,
})

const lie = (name: string, body: string): FaultCase => ({
  name: `does its work and answers with ${name}`,
  fault: { kind: 'overrideResponse', status: 201, body },
  nature: 'unusable',
  message: '201 Created',
})

const MOVED = 'https://elsewhere.example/'

/** What both services may do to a request. */
export const FAULTS: readonly FaultCase[] = [
  ...[301, 302, 303, 307, 308].map(
    (code): FaultCase => ({
      name: `answers ${code} and points to another host`,
      fault: { kind: 'status', status: code, headers: { location: MOVED } },
      nature: 'refused',
      message: `It points to "${MOVED}"`,
    }),
  ),
  status(400, 'refused', 'Bad Request'),
  status(401, 'refused', 'Unauthorized'),
  status(403, 'refused', 'Forbidden'),
  status(404, 'refused', 'Not Found'),
  status(405, 'refused', 'Method Not Allowed'),
  status(406, 'refused', 'Not Acceptable'),
  status(415, 'refused', 'Unsupported Media Type'),
  status(429, 'postponed', 'Too Many Requests'),
  status(500, 'unknown', 'Internal Server Error'),
  status(502, 'unknown', 'Bad Gateway'),
  status(503, 'postponed', 'Service Unavailable'),
  status(504, 'unknown', 'Gateway Timeout'),
  status(507, 'unknown', 'Insufficient Storage'),
  {
    name: 'does its work and answers 502 all the same',
    fault: { kind: 'overrideResponse', status: 502, body: '<html><body>Bad Gateway</body></html>' },
    nature: 'unknown',
    message: '502 Bad Gateway',
  },
  {
    name: 'does nothing and does not answer',
    fault: { kind: 'noResponse', processed: false },
    nature: 'unknown',
    message: 'no answer within',
  },
  {
    name: 'does its work and does not answer',
    fault: { kind: 'noResponse' },
    nature: 'unknown',
    message: 'no answer within',
  },
  {
    name: 'does its work and answers a byte at a time',
    fault: { kind: 'sendSlowly', everyMs: 50 },
    nature: 'unknown',
    message: 'no answer within',
  },
  {
    name: 'does nothing and resets the connection',
    fault: { kind: 'reset', processed: false },
    nature: 'unknown',
    message: 'no complete answer',
  },
  {
    name: 'does its work and resets the connection',
    fault: { kind: 'reset' },
    nature: 'unknown',
    message: 'no complete answer',
  },
  {
    name: 'does its work and resets the connection in the middle of the answer',
    fault: { kind: 'truncated', by: 'reset' },
    nature: 'unknown',
    message: 'no complete answer',
  },
  {
    name: 'does its work and hangs up in the middle of the answer',
    fault: { kind: 'truncated' },
    nature: 'unknown',
    message: 'no complete answer',
  },
  {
    name: 'does its work and wants to speak another protocol',
    fault: {
      kind: 'overrideResponse',
      status: 101,
      body: '',
      headers: { connection: 'Upgrade', upgrade: 'websocket' },
    },
    nature: 'unknown',
    message: 'no complete answer',
  },
  {
    name: 'does its work and answers with headers without end',
    fault: { kind: 'overrideResponse', status: 201, body: '{}', headers: { 'x-long': 'x'.repeat(100_000) } },
    nature: 'unknown',
    message: 'no complete answer',
  },
  lie('malformed JSON', '{"id": "abc", "_links": {'),
  lie('a page of HTML', '<!doctype html><html><body>Please sign in</body></html>'),
  lie('nothing', ''),
  {
    name: 'does its work and answers with 1 GiB',
    fault: { kind: 'oversized', bytes: HUGE_BYTES },
    nature: 'unusable',
    message: '201 Created',
  },
]

/** The most that is read of an answer, and what fits into the sockets' buffers on the way. */
export const READ_BYTES = 16 * 2 ** 20

/** Whether the service did the work of the request that met the fault. */
export function didTheWork({ kind, ...fault }: Fault): boolean {
  return kind !== 'status' && !('processed' in fault)
}

/** Whether the fault shows only in that the time for an answer runs out. */
export function takesTime({ kind }: Fault): boolean {
  return kind === 'noResponse' || kind === 'sendSlowly'
}

/** What must be so after every step, whatever it met. */
export function expectInvariants(result: StepResult, secrets: readonly string[]): void {
  const { exitCode, signal, stdout, stderr, outputs, summary } = result
  expect([signal, stderr]).toEqual([null, ''])
  const [errors, warnings] = [annotations(result, 'error'), annotations(result, 'warning')]
  expect(exitCode).toBe(errors.length === 0 ? 0 : 1)
  for (const line of [...errors, ...warnings]) {
    expect(line).toMatch(
      /^(Test \d+: |Input \w+: |The comment was not written: |The gate \(failOn\) is inconclusive: )[^\r\n]{20,700}\.$/,
    )
    expect(line).not.toMatch(/Unexpected error|undefined|\[object|\n? {4}at /)
  }
  const unmasked = stdout.split('\n').filter(line => !line.startsWith('::add-mask::'))
  const seen = [...unmasked, stderr, JSON.stringify(outputs), summary].join('\n')
  for (const secret of secrets) expect(seen).not.toContain(secret)
}
