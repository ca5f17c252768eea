import { seededRandom } from '../../sandbox/seeded-random.ts'
import type { Assessment } from '../../src/analysis/assessment.ts'
import type { Condition } from '../../src/analysis/conditions.ts'
import { type ConditionResult, type JudgedTest, judgeCondition } from '../../src/analysis/gate.ts'
import { toMeasurement } from '../../src/analysis/measurement.ts'
import { parseCondition } from '../../src/analysis/parse-conditions.ts'
import type { Alert } from '../../src/thousandeyes/alerts.ts'
import { AVAILABILITY, METRICS } from '../../src/thousandeyes/metrics.ts'

export const DEPLOYED_AT = new Date('2026-11-23T08:00:00Z')

export interface Row {
  readonly agent: number
  /** Seconds since the deploy; negative before it. */
  readonly at: number
  readonly value: number
}

/** One agent: a value for each round before the deploy and after it, `undefined` for a round that it does not report. */
export interface Agent {
  readonly before: readonly (number | undefined)[]
  readonly after: readonly (number | undefined)[]
}

/** Seconds between two rounds. */
interface Interval {
  readonly before: number
  readonly after: number
}

export function rowsOf(agents: readonly Agent[], interval: Interval = { before: 60, after: 60 }): readonly Row[] {
  const row = (agent: number, at: number, value: number | undefined) =>
    value === undefined ? [] : [{ agent, at, value }]
  return agents.flatMap(({ before, after }, agent) => [
    ...before.flatMap((value, round) => row(agent, (round - before.length) * interval.before, value)),
    ...after.flatMap((value, round) => row(agent, round * interval.after, value)),
  ])
}

export interface Situation {
  readonly rows: readonly Row[]
  readonly deployedAt?: Date | undefined
  /** The direction or server of each agent. */
  readonly parts?: readonly string[]
  readonly unreadRows?: number
  readonly alerts?: readonly Alert[] | undefined
  readonly alertsOfNoTest?: readonly Alert[]
  readonly intervalSeconds?: number
  /** From the deploy to the end of the window; by default, it ends with the last round. */
  readonly secondsAfter?: number
}

/** Judges a condition for a test with these rows of its metric; for a condition on alerts, of the availability. */
export function judge(line: string, situation: Situation): ConditionResult {
  const condition = conditionOf(line)
  const { alerts, intervalSeconds, alertsOfNoTest = [], deployedAt } = { deployedAt: DEPLOYED_AT, ...situation }
  const test: JudgedTest = { measurement: measure(condition, { ...situation, deployedAt }), alerts, intervalSeconds }
  const { secondsAfter = Math.max(...situation.rows.map(({ at }) => at)) } = situation
  const end = DEPLOYED_AT.getTime() + secondsAfter * 1000
  const window = { from: new Date(end - 48 * 3_600_000), to: new Date(end) }
  return judgeCondition(condition, test, { window, deployedAt, alertsOfNoTest })
}

/** What the report shows of the test. */
export function assessmentOf(line: string, situation: Situation): Assessment {
  const [assessment] =
    measure(conditionOf(line), { deployedAt: DEPLOYED_AT, ...situation })?.metrics[0].assessments ?? []
  if (assessment === undefined) throw new Error('Nothing was measured')
  return assessment
}

/** `pass`, `fail`, or why it is neither. */
export function verdictOf(result: ConditionResult): string {
  return result.verdict === 'unknown' ? result.reason.kind : result.verdict
}

function measure(condition: Condition, { rows, deployedAt, parts, unreadRows = 0 }: Situation) {
  const metric = METRICS.get(condition.metric) ?? AVAILABILITY
  const agents = rows.reduce((most, { agent }) => Math.max(most, agent + 1), 0)
  const times = rows.map(({ at }) => DEPLOYED_AT.getTime() / 1000 + at)
  const results = {
    roundIds: times,
    measuredAt: times,
    agents: rows.map(({ agent }) => agent),
    agentNames: Array.from({ length: agents }, (_, agent) => `Agent ${agent}`),
    agentParts: Array.from({ length: agents }, (_, agent) => parts?.[agent] ?? ''),
    columns: [{ metric, values: rows.map(({ value }) => value) }],
    codes: [],
    unreadRows,
  }
  return toMeasurement([results], deployedAt)
}

function conditionOf(line: string): Condition {
  const { value } = parseCondition(line)
  if (value === undefined) throw new Error(`${line} is not a condition`)
  return value
}

export const times = (count: number, value: number) => Array.from({ length: count }, () => value)

/** Around the level, by at most this part of it (6 % if not given), without a pattern that matters. */
export function around(level: number, count: number, seed = 1, spread = 0.06): readonly number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => level * (1 + spread * (2 * random() - 1)))
}
