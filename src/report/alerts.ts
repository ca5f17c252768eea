import type { MeasuredAlerts } from '../analysis/gate.ts'
import type { Step } from '../step.ts'
import { count } from '../text.ts'
import type { Alert } from '../thousandeyes/alerts.ts'
import { formatUtc } from '../time.ts'
import type { Style } from './markdown.ts'

/** `1 new alert` */
export function countAlerts(alerts: number, { deploy }: Step): string {
  return count(alerts, deploy === undefined ? 'alert' : 'new alert')
}

/** `2`; `1 may belong to another test or be older` */
export function formatAlertCount({ value, uncertain, rounds }: MeasuredAlerts): string {
  return [
    ...(value === 0 && uncertain > 0 ? [] : [`${value}`]),
    ...(uncertain === 0 ? [] : [`${uncertain} may belong to another test or be older`]),
    ...(rounds === undefined ? [] : [`only ${count(rounds, 'round')} so far, an alert may still come`]),
  ].join('; ')
}

/** `1 major, 2 minor, 1 still active`, with a link to an alert that is still active if there is one. */
export function summarizeAlerts(alerts: readonly Alert[], style: Style): string {
  const bySeverity = [...Map.groupBy(alerts, ({ severity }) => severity)].map(([severity, all]) =>
    severity === 'unknown' ? count(all.length, 'alert') : `${all.length} ${style.text(severity)}`,
  )
  const active = alerts.filter(({ state }) => state === 'active')
  const some = active.length === 0 ? 'cleared' : `${active.length} still active`
  const summary = [...bySeverity, active.length === alerts.length ? 'still active' : some].join(', ')
  const url = [...active, ...alerts].find(alert => alert.url !== undefined)?.url
  return url === undefined ? summary : style.link(summary, url)
}

/** A line for each alert of the step, the oldest first. */
export function alertLines(step: Step, style: Style, separator: string): readonly string[] {
  return [...step.tests.flatMap(({ alerts = [] }) => alerts), ...step.alertsOfNoTest]
    .toSorted((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
    .map(alert => describeAlert(alert, step, style).join(separator))
}

/** `major`, `http-server`, `on Shop front page`, `since 2026-11-23 08:40 UTC`, `cleared 2026-11-23 08:50 UTC`, the link */
function describeAlert(alert: Alert, { tests }: Step, style: Style): readonly string[] {
  const { severity, alertType, testId, startedAt, isSuppressed, state, clearedAt, url } = alert
  const cleared = clearedAt === undefined ? 'cleared' : `cleared ${formatUtc(clearedAt)}`
  const test = tests.find(one => one.testId === testId)
  return [
    style.text(severity),
    ...(alertType === undefined ? [] : [style.text(alertType)]),
    test === undefined ? "on a test that ThousandEyes doesn't name" : `on ${style.name(test)}`,
    ...(startedAt === undefined ? [] : [`since ${formatUtc(startedAt)}`]),
    ...(isSuppressed ? ['suppressed'] : []),
    state === 'active' ? style.emphasize('still active') : cleared,
    ...(url === undefined ? [] : [style.address(url)]),
  ]
}
