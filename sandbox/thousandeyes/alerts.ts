import { formatIso } from '../../src/time.ts'
import type { Test } from './organization.ts'
import type { History } from './results.ts'

const MINUTE_MS = 60_000

/** The alert types of tests whose type has another name (API v7, `AlertType`). */
const ALERT_TYPES: Readonly<Record<string, string>> = {
  'agent-to-agent': 'end-to-end-agent',
  'agent-to-server': 'end-to-end-server',
  'ftp-server': 'ftp',
}

/** An alert as the API writes it. */
export interface ApiAlert {
  readonly id: string
  readonly alertType: string
  readonly alertState: 'trigger' | 'clear'
  readonly alertSeverity: string
  readonly violationCount: number
  readonly suppressed: boolean
  readonly startDate: string
  readonly endDate?: string
  readonly _links: Readonly<Record<string, { readonly href: string }>>
}

/** One alert for the incident, which is over, and one for every test that the deploy made worse, which is not. */
export function alertsOf(
  tests: readonly Test[],
  { incident, deployedAtMs }: History,
  base: string,
  linkDomain: string,
): readonly ApiAlert[] {
  const date = (ms: number) => formatIso(new Date(ms))
  const alert = (test: Test, id: string) => ({
    id: `00000000-0000-4000-8000-${id}${test.testId.slice(-6).padStart(6, '0')}`,
    alertType: ALERT_TYPES[test.type] ?? test.type,
    violationCount: 1,
    suppressed: false,
    _links: {
      test: { href: `${base}/v7/tests/${test.type}/${test.testId}` },
      appLink: {
        href: `https://app.${linkDomain}/alerts/list/?alertId=${id}${test.testId.slice(-6).padStart(6, '0')}`,
      },
    },
  })
  const cleared = tests.slice(0, 1).map(test => ({
    ...alert(test, '000001'),
    alertState: 'clear' as const,
    alertSeverity: 'minor',
    startDate: date(incident.fromMs + 2 * MINUTE_MS),
    endDate: date(incident.toMs + MINUTE_MS),
  }))
  const active = tests
    .filter(({ afterDeploy = 1 }) => afterDeploy > 1)
    .map(test => ({
      ...alert(test, '000002'),
      alertState: 'trigger' as const,
      alertSeverity: 'major',
      startDate: date(deployedAtMs + 3 * MINUTE_MS),
    }))
  return [...cleared, ...active]
}

/**
 * The alerts that `GET /alerts` gives at `nowMs`: by the description of `state`, each filters the range by another time.
 * `cleared and active` are the alerts that were cleared within the range, and those still active that began before its end.
 */
export function alertsIn(
  alerts: readonly ApiAlert[],
  state: 'trigger' | 'clear' | 'cleared and active',
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  nowMs: number,
): readonly ApiAlert[] {
  const isIn = (date: string | undefined) => Date.parse(date ?? '') >= startMs && Date.parse(date ?? '') <= endMs
  return alerts.filter(({ alertState, startDate, endDate }) => {
    if (Date.parse(startDate) > nowMs) return false
    if (alertState === 'clear') return state !== 'trigger' && isIn(endDate)
    return state === 'cleared and active' ? Date.parse(startDate) <= endMs : state === 'trigger' && isIn(startDate)
  })
}
