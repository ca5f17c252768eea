import { movableClock } from '../sandbox/clock.ts'
import type { Clock } from '../src/clock.ts'
import { run } from '../src/main.ts'
import type { Exchange, HttpRequest, Send } from '../src/thousandeyes/http.ts'

export const NOW = new Date('2026-11-23T08:37:42Z')

export const PRIVATE_LINK = 'https://app.thousandeyes.com/view/tests/?testId=1'
export const SHARE_LINK = 'https://abc.share.thousandeyes.com/view/tests/'

/** An answer of API v7 that a snapshot was made. */
export function made(href = PRIVATE_LINK): Exchange {
  return answer(201, { id: 'abc', test: { testName: 'Shop' }, _links: { appLink: { href } } })
}

export function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}): Exchange {
  return { kind: 'answer', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

export interface Ran {
  readonly exitCode: 0 | 1
  readonly outputs: Readonly<Record<string, string>>
  /** `info Taking 1 private snapshot…` */
  readonly lines: readonly string[]
  readonly summary: string
  readonly masked: readonly string[]
  readonly sent: readonly HttpRequest[]
  readonly endedAt: Date
}

/**
 * Runs a step in this process against a service that answers with these exchanges, one after the other, and then with the
 * last one again and again.
 */
export async function runWith(
  given: Readonly<Record<string, string>>,
  exchanges: readonly (Exchange | Error)[] = [made()],
  meanwhile: {
    readonly signal?: AbortSignal
    /** Is told what is masked by then. */
    readonly onRequest?: (masked: readonly string[]) => void
    readonly onSleep?: () => void
    readonly env?: Readonly<Record<string, string>>
    readonly summaryFails?: boolean
  } = {},
): Promise<Ran> {
  const inputs: Readonly<Record<string, string>> = { testId: '1', apiToken: 'token-0123456789', ...given }
  const still = movableClock(NOW)
  const clock: Clock = {
    ...still,
    sleep: (ms, signal) => {
      meanwhile.onSleep?.()
      return still.sleep(ms, signal)
    },
  }
  const outputs: Record<string, string> = {}
  const lines: string[] = []
  const masked: string[] = []
  const sent: HttpRequest[] = []
  let summary = ''
  const send: Send = async request => {
    sent.push(request)
    meanwhile.onRequest?.(masked)
    const exchange = exchanges[Math.min(sent.length, exchanges.length) - 1]
    if (exchange === undefined || exchange instanceof Error) throw exchange
    return exchange
  }
  const write = (level: string) => (line: string) => {
    lines.push(`${level} ${line}`)
  }
  const exitCode = await run({
    toolkit: {
      getInput: name => inputs[name] ?? '',
      setSecret: secret => {
        masked.push(secret)
      },
      setOutput: (name, value) => {
        outputs[name] = value
      },
      writeSummary: async markdown => {
        if (meanwhile.summaryFails) throw new Error('the disk is full')
        summary += markdown
      },
      info: write('info'),
      notice: write('notice'),
      warning: write('warning'),
      error: write('error'),
      debug: write('debug'),
    },
    env: {
      GITHUB_REPOSITORY: 'octo-shop/storefront',
      GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
      GITHUB_WORKFLOW: 'Deploy',
      GITHUB_RUN_NUMBER: '42',
      ...meanwhile.env,
    },
    readFile: () => '{}',
    clock,
    random: () => 0.5,
    send,
    signal: meanwhile.signal ?? new AbortController().signal,
  })
  return { exitCode, outputs, lines, summary, masked, sent, endedAt: clock.now() }
}
