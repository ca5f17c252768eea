import { listSome } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { formatUtc } from '../time.ts'
import type { ReportedTest } from './report.ts'
import type { Style } from './style.ts'

/** The service has four. */
const MAX_SEVERITIES = 5

/** `1 major, 2 minor, still active`, with a link to an alert that is still active where there is one. */
export function summarizeAlerts(alerts: readonly Alert[], style: Style): string {
  const bySeverity = [...Map.groupBy(alerts, ({ severity }) => severity)].map(
    ([severity, all]) => `${all.length} ${style.text(severity)}`,
  )
  const active = alerts.filter(({ state }) => state === 'active')
  const others = active.length === 0 ? 'cleared' : `${active.length} still active`
  const summary = `${listSome(bySeverity, MAX_SEVERITIES)}, ${active.length === alerts.length ? 'still active' : others}`
  const url = [...active, ...alerts].find(alert => alert.url !== undefined)?.url
  return url === undefined ? summary : style.link(summary, url)
}

/** `major`, `http-server`, `on Shop front page`, `since 2026-11-23 08:40 UTC`, `cleared 2026-11-23 08:50 UTC`, the link */
export function describeAlert(alert: Alert, tests: readonly ReportedTest[], style: Style): readonly string[] {
  const { severity, alertType, testId, startedAt, isSuppressed, state, clearedAt, url } = alert
  const cleared = clearedAt === undefined ? 'cleared' : `cleared ${formatUtc(clearedAt)}`
  const test = tests.find(one => one.testId === testId)
  return [
    style.text(severity),
    ...(alertType === undefined ? [] : [style.text(alertType)]),
    test === undefined ? 'on a test that ThousandEyes does not name' : `on ${style.name(test)}`,
    ...(startedAt === undefined ? [] : [`since ${formatUtc(startedAt)}`]),
    ...(isSuppressed ? ['suppressed'] : []),
    state === 'active' ? style.emphasize('still active') : cleared,
    ...(url === undefined ? [] : [style.address(url)]),
  ]
}

const MAX_ALERTS = 20

/** A line for each of the newest alerts, below the number of earlier ones. */
export function alertLines(alerts: readonly Alert[], lineOf: (alert: Alert) => string): readonly string[] {
  const earlier = alerts.length - MAX_ALERTS
  return [...(earlier > 0 ? [`${earlier} earlier`] : []), ...alerts.slice(-MAX_ALERTS).map(lineOf)]
}
