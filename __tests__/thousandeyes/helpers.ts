import { manualClock } from '../../sandbox/clock.ts'
import type { HttpRequest, HttpResult } from '../../src/http.ts'
import type { ApiContext } from '../../src/thousandeyes/client.ts'
import type { ApiConfig } from '../../src/thousandeyes/config.ts'
import { RateLimiter } from '../../src/thousandeyes/rate-limiter.ts'
import { serviceClock } from '../../src/time.ts'
import { NOW } from '../helpers.ts'

export const API: ApiConfig = {
  version: 'v7',
  baseUrl: 'https://api.thousandeyes.com',
  credentials: { kind: 'bearer', token: 'token-0123456789' },
  aid: '7',
}

/** A step that logs nothing, and has a minute. */
export function contextOf(respond: (request: HttpRequest) => HttpResult): ApiContext {
  const clock = serviceClock(manualClock(NOW))
  const ignore = () => {}
  return {
    clock,
    log: { info: ignore, notice: ignore, warning: ignore, error: ignore, debug: ignore },
    signal: new AbortController().signal,
    rateLimiter: new RateLimiter({ clock, random: () => 0.5 }),
    deadlineMs: 60_000,
    sendRequest: async request => respond(request),
  }
}
