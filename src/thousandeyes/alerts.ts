import * as v from 'valibot'
import { DAY_MS, IsoTime } from '../time.ts'
import { MINUTE_MS, type Window } from '../window.ts'
import type { ApiContext } from './client.ts'
import { type ApiConfig, lenientOptional, operationUrl, ShownText, toDateParams } from './config.ts'
import { lastSegment, serviceLink } from './links.ts'
import { readList } from './paginate.ts'

export interface Alert {
  /** `undefined`: the service does not link the alert's test. */
  readonly testId: string | undefined
  /** `minor`, `major`, `critical`, … */
  readonly severity: string
  /** The layer of the test that it is about, such as `http-server`. */
  readonly alertType: string | undefined
  /** `undefined`: the service doesn't return when it started. */
  readonly startedAt: Date | undefined
  readonly state: 'active' | 'cleared'
  /** Whether an alert suppression window, as for maintenance, keeps it from notifying. */
  readonly isSuppressed: boolean
  /** If it is cleared and the API returns the time. */
  readonly clearedAt: Date | undefined
  /** Opens it in ThousandEyes; a link to the service's own host. */
  readonly url: string | undefined
}

/** The types of alert that are about something else than a test (API v7, `AlertType`). */
const NON_TEST_ALERTS = /^(agent$|network-outage$|application-outage$|device-|endpoint-)/

const alertSchema = (api: ApiConfig) =>
  v.object({
    id: lenientOptional(v.string()),
    alertType: lenientOptional(ShownText),
    alertSeverity: v.fallback(v.optional(ShownText, 'unknown'), 'unknown'),
    suppressed: lenientOptional(v.boolean()),
    startDate: lenientOptional(IsoTime),
    endDate: lenientOptional(IsoTime),
    _links: lenientOptional(
      v.object({
        test: lenientOptional(v.object({ href: v.string() })),
        appLink: lenientOptional(v.object({ href: serviceLink(api) })),
      }),
    ),
  })

/** «triggered alerts from the last 90 days»: an alert that is still active may have started long before the window. */
const MAX_ACTIVE_MS = 90 * DAY_MS

/**
 * Reads the alerts that were active in the window, of all tests of the account group (API v7, `GET /alerts`), the oldest first.
 *
 * The API's description contradicts itself on requests without `state`, so both states are requested: `trigger` filters by when
 * an alert started, `clear` by when it was cleared, which may be any time up to now.
 *
 * @returns `unreadAlerts`: how many more there are that are not what the API describes; they may be of any test
 * @throws ReadError
 */
export async function readAlerts(api: ApiConfig, window: Window, context: ApiContext) {
  const now = context.clock.now()
  const activeSince = new Date(Math.min(window.from.getTime(), now.getTime() - MAX_ACTIVE_MS))
  const [active, cleared] = await Promise.all([
    readState(api, 'trigger', { from: activeSince, to: now }, context),
    readState(api, 'clear', { from: window.from, to: now }, context),
  ])
  // A window that ends now ends at the last whole minute: alerts of the present one count, too.
  const nextMinute = new Date(window.to.getTime() + MINUTE_MS)
  const end = nextMinute > now ? nextMinute : window.to
  // An alert that is cleared between the two requests is in both: the later state counts.
  const alerts = [...new Map([...active.alerts, ...cleared.alerts]).values()]
    .filter(({ startedAt, clearedAt }) => (startedAt ?? window.from) < end && (clearedAt ?? end) >= window.from)
    .sort((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
  return { alerts, unreadAlerts: active.unreadAlerts + cleared.unreadAlerts }
}

async function readState(api: ApiConfig, state: 'trigger' | 'clear', period: Window, context: ApiContext) {
  const url = operationUrl(api, '/v7/alerts', { ...toDateParams(period), state })
  const list = { label: 'Alerts', url, field: 'alerts', schema: alertSchema(api) } as const
  const alerts = new Map<string, Alert>()
  const isCleared = state === 'clear'
  const unreadAlerts = await readList(
    api,
    list,
    context,
    ({ id, alertType, alertSeverity, suppressed = false, startDate, endDate, _links }) => {
      if (NON_TEST_ALERTS.test(alertType ?? '')) return
      const href = _links?.test?.href ?? ''
      // Alerts of several tests may share an id, as those of one rule, and so may those of one test that it raises again.
      alerts.set(JSON.stringify([id, alertType, href, startDate]), {
        testId: /^\d{1,20}$/.exec(lastSegment(href))?.[0],
        severity: alertSeverity,
        alertType,
        startedAt: startDate,
        state: isCleared ? 'cleared' : 'active',
        clearedAt: isCleared ? endDate : undefined,
        isSuppressed: suppressed,
        url: _links?.appLink?.href,
      })
    },
  )
  return { alerts, unreadAlerts }
}
