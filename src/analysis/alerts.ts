import type { Alert } from '../thousandeyes/alerts.ts'

/** Alerts that count: not suppressed, as during maintenance, and started since the deploy if there is one. */
export function countedAlerts(alerts: readonly Alert[], deployedAt: Date | undefined): readonly Alert[] {
  return alerts.filter(alert => !alert.isSuppressed && hasStartedSince(alert, deployedAt))
}

/** Whether an alert or a round has; without a deploy, every one has. */
export function hasStartedSince({ startedAt }: { readonly startedAt: Date | undefined }, deployedAt: Date | undefined) {
  return deployedAt === undefined || (startedAt !== undefined && startedAt >= deployedAt)
}
