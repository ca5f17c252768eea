import { type ManualClock, manualClock } from '../../sandbox/clock.ts'
import type { HttpRequest, HttpResult } from '../../src/http.ts'
import type { ApiContext } from '../../src/thousandeyes/client.ts'
import type { ApiConfig } from '../../src/thousandeyes/config.ts'
import { RateLimiter } from '../../src/thousandeyes/rate-limiter.ts'
import { serviceClock } from '../../src/time.ts'
import { NOW } from '../open-step.ts'

export const API: ApiConfig = {
  version: 'v7',
  baseUrl: 'https://api.thousandeyes.com',
  credentials: { kind: 'bearer', token: 'token-0123456789' },
  aid: '7',
}
export const WINDOW = { from: new Date('2026-11-23T07:37:00Z'), to: new Date('2026-11-23T08:37:00Z') }
export const NO_RESPONSE: HttpResult = { kind: 'noResponse', reason: 'reset' }

export interface Service {
  readonly context: ApiContext
  readonly clock: ManualClock
  readonly sent: readonly HttpRequest[]
  /** Of the log, as `info Test 1: …`. */
  readonly lines: readonly string[]
}

export interface ServiceOptions {
  readonly minutes?: number
  readonly signal?: AbortSignal
  /** Called after every sleep. */
  readonly onSleep?: (clock: ManualClock) => void
}

/** A service, and a step that has ten minutes: it gets these results one after the other, and then the last one again and again. */
export function openService(
  results: readonly HttpResult[] | ((request: HttpRequest) => HttpResult),
  { minutes = 10, signal = new AbortController().signal, onSleep = () => {} }: ServiceOptions = {},
): Service {
  const clock = manualClock(NOW)
  const ofService = serviceClock({
    ...clock,
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal)
      onSleep(clock)
    },
  })
  const sent: HttpRequest[] = []
  const lines: string[] = []
  const write = (level: string) => (message: string) => {
    lines.push(`${level} ${message}`)
  }
  const log = {
    info: write('info'),
    notice: write('notice'),
    warning: write('warning'),
    error: write('error'),
    debug: write('debug'),
  }
  const context: ApiContext = {
    clock: ofService,
    log,
    signal,
    rateLimiter: new RateLimiter({ clock: ofService, random: () => 0.5 }),
    deadlineMs: minutes * 60_000,
    sendRequest: async request => {
      sent.push(request)
      const result =
        typeof results === 'function' ? results(request) : results[Math.min(sent.length, results.length) - 1]
      if (result === undefined) throw new Error('The service has no result')
      return result
    },
  }
  return { context, clock, sent, lines }
}
