import * as v from 'valibot'
import type { Window } from '../window.ts'
import { type ApiConfig, windowUrl } from './api.ts'
import { HttpsLink } from './link.ts'
import { paginate, type ReadContext } from './paginate.ts'
import { lenientOptional } from './schema.ts'

/** An alert. */
export interface Alert {
  /** `undefined`: it is of a test, and the service does not say of which. */
  readonly testId: string | undefined
  /** `minor`, `major`, `critical`, … */
  readonly severity: string
  /** The layer of the test that it is about, such as `http-server`. */
  readonly alertType: string | undefined
  readonly startedAt: Date
  readonly state: 'active' | 'cleared'
  /** Whether an alert suppression window, as for maintenance, keeps it from being told. */
  readonly isSuppressed: boolean
  /** Where it is cleared and the API says when. */
  readonly clearedAt: Date | undefined
  /** Opens it in ThousandEyes, `https`. */
  readonly url: string | undefined
}

const Time = v.pipe(v.string(), v.isoTimestamp(), v.toDate())

/** What is alerted of that is no test (API v7, `AlertType`). */
const NON_TEST_ALERTS = /^(agent$|network-outage$|application-outage$|device-|endpoint-)/

const ApiAlert = v.object({
  id: lenientOptional(v.string()),
  alertType: lenientOptional(v.string()),
  alertSeverity: v.fallback(v.optional(v.string(), 'unknown'), 'unknown'),
  alertState: lenientOptional(v.picklist(['clear', 'trigger'])),
  suppressed: lenientOptional(v.boolean()),
  startDate: Time,
  endDate: lenientOptional(Time),
  _links: lenientOptional(
    v.object({
      test: lenientOptional(v.object({ href: v.string() })),
      appLink: lenientOptional(v.object({ href: HttpsLink })),
    }),
  ),
})

const Page = v.object({ alerts: v.array(ApiAlert) })

/**
 * Reads the alerts that were active in the window, of all tests of the account group, the oldest first (API v7,
 * `GET /alerts`). The API's description says both that a request without `state` brings active and cleared alerts, and that
 * it brings active ones alone; so the cleared ones are asked for once more, and each alert counts once. Cleared ones are
 * looked for by when they were cleared, which may be any time up to now.
 *
 * @throws UnreadableError
 */
export async function readAlerts(api: ApiConfig, window: Window, context: ReadContext): Promise<readonly Alert[]> {
  const sinceThen = { from: window.from, to: context.clock.now() }
  const readAll = async (state: 'clear' | undefined) => {
    const url = windowUrl(api, '/v7/alerts', sinceThen)
    if (state !== undefined) url.searchParams.set('state', state)
    const read: v.InferOutput<typeof ApiAlert>[] = []
    for await (const { alerts } of paginate(api, 'Alerts', url, Page, context)) read.push(...alerts)
    return read.filter(({ alertType = '' }) => !NON_TEST_ALERTS.test(alertType))
  }
  const [all, cleared] = await Promise.all([readAll(undefined), readAll('clear')])
  // An alert that is cleared between the two requests is in both: the later word counts.
  const byId = new Map([...all, ...cleared].map(alert => [alert.id ?? JSON.stringify(alert), alertOf(alert)]))
  return [...byId.values()]
    .filter(alert => wasActiveIn(window, alert))
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime())
}

function wasActiveIn({ from, to }: Window, { startedAt, clearedAt }: Alert): boolean {
  return startedAt < to && (clearedAt === undefined || clearedAt >= from)
}

function alertOf(alert: v.InferOutput<typeof ApiAlert>): Alert {
  const { alertType, alertSeverity, suppressed = false, startDate, endDate, _links } = alert
  const { alertState = endDate === undefined ? 'trigger' : 'clear' } = alert
  return {
    testId: /\/(\d+)\/?(?:\?.*)?$/.exec(_links?.test?.href ?? '')?.[1],
    severity: alertSeverity,
    alertType,
    startedAt: startDate,
    state: alertState === 'clear' ? 'cleared' : 'active',
    clearedAt: alertState === 'clear' ? endDate : undefined,
    isSuppressed: suppressed,
    url: _links?.appLink?.href,
  }
}
