import * as v from 'valibot'
import { DAY_MS, IsoTime } from '../time.ts'
import { MINUTE_MS, type Window } from '../window.ts'
import type { ApiContext } from './client.ts'
import { type ApiConfig, lenientOptional, operationUrl, ShownText, toDateParams } from './config.ts'
import { lastSegment, serviceLink } from './links.ts'
import { readPages } from './paginate.ts'

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
type ApiAlert = v.InferOutput<ReturnType<typeof alertSchema>>

/** «triggered alerts from the last 90 days»: an alert that is still active may have started long before the window. */
const MAX_ACTIVE_MS = 90 * DAY_MS

/** Alerts, the oldest first, and how many more there are that are not what the API describes: they may be of any test. */
export interface Alerts {
  readonly alerts: readonly Alert[]
  readonly unreadAlerts: number
}

/**
 * Reads the alerts that were active in the window, of all tests of the account group (API v7, `GET /alerts`).
 *
 * The API's description contradicts itself on requests without `state`, so both states are requested: `trigger` filters by when
 * an alert started, `clear` by when it was cleared, which may be any time up to now.
 *
 * @throws ReadError
 */
export async function readAlerts(api: ApiConfig, window: Window, context: ApiContext): Promise<Alerts> {
  const now = context.clock.now()
  const activeSince = new Date(Math.min(window.from.getTime(), now.getTime() - MAX_ACTIVE_MS))
  const [active, cleared] = await Promise.all([
    readState(api, 'trigger', { from: activeSince, to: now }, context),
    readState(api, 'clear', { from: window.from, to: now }, context),
  ])
  const period = { ...window, to: endOf(window, now) }
  // An alert that is cleared between the two requests is in both: the later state counts.
  const alerts = [...new Map([...active.alerts, ...cleared.alerts]).values()]
    .filter(alert => wasActiveIn(period, alert))
    .sort((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
  return { alerts, unreadAlerts: active.unreadAlerts + cleared.unreadAlerts }
}

async function readState(api: ApiConfig, state: 'trigger' | 'clear', period: Window, context: ApiContext) {
  const url = operationUrl(api, '/v7/alerts', { ...toDateParams(period), state })
  const schema = alertSchema(api)
  const alerts: (readonly [key: string, alert: Alert])[] = []
  let unreadAlerts = 0
  await readPages(api, { label: 'Alerts', url, field: 'alerts' }, context, items => {
    for (const given of items) {
      const { success, output } = v.safeParse(schema, given)
      if (!success) unreadAlerts++
      else if (!NON_TEST_ALERTS.test(output.alertType ?? '')) alerts.push([keyOf(output), toAlert(output, state)])
    }
  })
  return { alerts, unreadAlerts }
}

/** Alerts of several tests may share an id, as those of one rule, and so may those of one test that it raises again. */
function keyOf(alert: ApiAlert): string {
  const { id, alertType, startDate, _links } = alert
  return JSON.stringify(id ? [id, alertType, _links?.test?.href, startDate] : alert)
}

/** A window that ends now ends at the last whole minute: alerts of the present one count, too. */
function endOf({ to }: Window, now: Date): Date {
  const end = new Date(to.getTime() + MINUTE_MS)
  return end > now ? end : to
}

function wasActiveIn({ from, to }: Window, { startedAt, clearedAt }: Alert): boolean {
  return (startedAt === undefined || startedAt < to) && (clearedAt === undefined || clearedAt >= from)
}

function toAlert(alert: ApiAlert, state: 'trigger' | 'clear'): Alert {
  const { alertType, alertSeverity, suppressed = false, startDate, endDate, _links } = alert
  const isCleared = state === 'clear'
  return {
    testId: /^\d{1,20}$/.exec(lastSegment(_links?.test?.href ?? ''))?.[0],
    severity: alertSeverity,
    alertType,
    startedAt: startDate,
    state: isCleared ? 'cleared' : 'active',
    clearedAt: isCleared ? endDate : undefined,
    isSuppressed: suppressed,
    url: _links?.appLink?.href,
  }
}
