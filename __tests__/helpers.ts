import { manualClock } from '../sandbox/clock.ts'
import { createHttpClient } from '../sandbox/http-client.ts'
import { type InProcessResult, runInProcess } from '../sandbox/in-process.ts'
import type { HttpRequest, HttpResult, SendRequest } from '../src/http.ts'
import type { Clock } from '../src/time.ts'

export const NOW = new Date('2026-11-23T08:37:42Z')

export const PRIVATE_LINK = 'https://app.thousandeyes.com/view/tests/?testId=1'
export const SHARE_LINK = 'https://abc.share.thousandeyes.com/view/tests/'

/** An answer of API v7 that a snapshot was made. */
export function made(href = PRIVATE_LINK): HttpResult {
  return answer(201, { id: 'abc', test: { testName: 'Shop' }, _links: { appLink: { href } } })
}

export function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}): HttpResult {
  return { kind: 'response', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

export interface RunResult extends InProcessResult {
  readonly summary: string
  /** The requests for snapshots. */
  readonly sent: readonly HttpRequest[]
  readonly endedAt: Date
}

/**
 * Runs a step in this process against a service that answers with these exchanges, one after the other, and then with the
 * last one again and again.
 */
export async function runWith(
  given: Readonly<Record<string, string>>,
  httpResults: readonly (HttpResult | Error)[] = [made()],
  meanwhile: {
    readonly signal?: AbortSignal
    /** Is told what is masked by then. */
    readonly onRequest?: (masked: readonly string[]) => void
    readonly onSleep?: () => void
    /** The answer to a request that only reads; 404 unless told. */
    readonly onRead?: (request: HttpRequest) => HttpResult
    readonly env?: Readonly<Record<string, string>>
    /** The payload of the event, as JSON. */
    readonly eventPayload?: string
    readonly summaryFails?: boolean
  } = {},
): Promise<RunResult> {
  const still = manualClock(NOW)
  const clock: Clock = {
    ...still,
    sleep: (ms, signal) => {
      meanwhile.onSleep?.()
      return still.sleep(ms, signal)
    },
  }
  const sent: HttpRequest[] = []
  const masked: string[] = []
  let summary = ''
  const sendToGitHub = createHttpClient(clock)
  const sendRequest: SendRequest = async (request, signal) => {
    if (meanwhile.env?.['GITHUB_API_URL']?.startsWith(request.url.origin)) return await sendToGitHub(request, signal)
    if (request.method === 'GET') return meanwhile.onRead?.(request) ?? answer(404)
    sent.push(request)
    meanwhile.onRequest?.(masked)
    const result = httpResults[Math.min(sent.length, httpResults.length) - 1]
    if (result === undefined || result instanceof Error) throw result
    return result
  }
  const writeSummary = async (markdown: string) => {
    if (meanwhile.summaryFails) throw new Error('the disk is full')
    summary += markdown
  }
  const { signal = new AbortController().signal, env = {}, eventPayload = '{}' } = meanwhile
  const ran = await runInProcess(given, {
    clock,
    sendRequest,
    signal,
    env,
    eventPayload,
    writeSummary,
    onMask: secret => masked.push(secret),
  })
  return { ...ran, summary, sent, endedAt: clock.now() }
}
