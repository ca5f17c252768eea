import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { EXPECTED, exampleStep } from '../../sandbox/reports.ts'
import type { ConditionResult, Measured, Reason } from '../../src/analysis/gate.ts'
import type { MetricMeasurement, PartAssessment, Round } from '../../src/analysis/measurement.ts'
import { renderChart } from '../../src/report/chart.ts'
import { renderReport } from '../../src/report/render.ts'
import type { Step, TestRecord } from '../../src/step.ts'

/** Renders GitHub Flavored Markdown, with links for bare addresses. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  }).trim()
}

/** The addresses of the links of a page. */
export function linksIn(html: string): readonly string[] {
  return Array.from(html.matchAll(/href="([^"]*)"/g), ([, address = '']) => address.replaceAll('&amp;', '&'))
}

/** What is seen before anything is unfolded, without addresses. */
export function glanceAt(step: Step): string {
  return renderReport(step)
    .replaceAll('\u00a0', ' ')
    .replace(/<details>.*<\/details>\n\n/s, '')
    .replace(/\n\n<sub>.*$/, '')
    .replaceAll(/\]\(https:[^)]*\)/g, ']')
}

/** What is folded. */
export function foldsOf(step: Step): string {
  return /<details>.*<\/details>/s.exec(renderReport(step))?.[0] ?? ''
}

export const headlineOf = (step: Step) => renderReport(step).split('\n')[0]?.slice('### '.length)

const START = Date.parse('2026-11-23T08:00:00Z')

/** The chart of rounds a minute apart; `undefined` is a missing round, `NaN` a round without a value. */
export function chartOf(
  means: readonly (number | undefined)[],
  deployMinute?: number,
  unit: 'ms' | '%' = 'ms',
): string {
  const at = (minute: number) => new Date(START + minute * 60_000)
  const rounds: readonly Round[] = means.flatMap((mean, minute) =>
    mean === undefined ? [] : [{ startedAt: at(minute), mean }],
  )
  const metric = { name: 'responseTime', unit, better: 'lower' } as const
  return renderChart({ metric, rounds }, deployMinute === undefined ? undefined : at(deployMinute)) ?? ''
}

const SAME: PartAssessment = {
  result: 'same',
  statistic: 'median',
  before: 123,
  after: 123,
  changePercent: 0,
  changePoints: undefined,
  p: 0.5,
  noisePercent: 25,
  rounds: { before: 40, after: 20, needed: 3, neededBefore: 3 },
  imperfect: undefined,
  slowTail: undefined,
  isRecurrent: false,
  comparedAgents: ['Paris', 'Rome', 'Oslo'],
  excludedAgents: [],
  droppedAgents: [],
  newAgents: [],
  locallyWorseAgents: [],
  part: undefined,
  agents: [],
}

export const WORSE: Partial<PartAssessment> = { result: 'worse', after: 286, changePercent: 132.5 }
export const NOISY: Partial<PartAssessment> = { result: 'withinNoise', after: 150, changePercent: 22 }

/** A share that is below 100 %. */
export function share(before: number, after: number, more: Partial<PartAssessment> = {}): Partial<PartAssessment> {
  return { statistic: 'mean', before, after, changePercent: after - before, changePoints: after - before, ...more }
}

export interface Story {
  readonly responseTime?: Partial<PartAssessment>
  readonly availability?: Partial<PartAssessment>
  /** Of `responseTime > +20%`, `availability < 99.5%` and `alerts > 0`; missing: no gate. A reason is inconclusive. */
  readonly verdicts?: readonly ('pass' | 'warn' | 'fail' | Reason['kind'])[]
  readonly reason?: Partial<Extract<Reason, { kind: 'tooFewRounds' }>>
  readonly test?: Partial<TestRecord>
  readonly step?: Partial<Step>
}

/** A step of one test that was assessed like this. */
export function storyOf({ responseTime, availability, verdicts, reason, test, step }: Story): Step {
  const example = exampleStep({ failOn: EXPECTED })
  const [own] = example.tests
  if (own?.measurement === undefined) throw new Error('The example is not measured.')
  const assessments = [
    { ...SAME, ...responseTime },
    { ...SAME, ...share(100, 100), ...availability },
  ] as const
  const [main, ...others] = own.measurement.metrics
  const last = others.at(-1) ?? main
  const metrics: readonly [MetricMeasurement, MetricMeasurement] = [
    { ...main, assessments: [assessments[0]] },
    { ...last, assessments: [assessments[1]] },
  ]
  const measured: readonly Measured[] = [
    { kind: 'change', value: assessments[0].changePercent, unit: 'ms', assessment: assessments[0] },
    { kind: 'value', value: assessments[1].after, unit: '%', assessment: assessments[1] },
    { kind: 'alerts', value: 0, uncertain: 0, rounds: undefined },
  ]
  const conditions = verdicts?.flatMap((verdict, index): readonly ConditionResult[] => {
    const [condition, value] = [example.conditions[index], measured[index]]
    if (condition === undefined || value === undefined) return []
    if (verdict === 'pass' || verdict === 'warn' || verdict === 'fail') return [{ condition, verdict, measured: value }]
    return [{ condition, verdict: 'unknown', reason: reasonOf(verdict, value, reason) }]
  })
  const { verdict: _, ...rest } = example
  const { conditions: __, ...record } = own
  const verdict = (['fail', 'unknown', 'warn'] as const).find(one => conditions?.some(({ verdict }) => verdict === one))
  return {
    ...rest,
    conditions: conditions === undefined ? [] : example.conditions,
    ...(conditions !== undefined && { verdict: verdict ?? 'pass' }),
    isFailed: verdict === 'fail',
    tests: [{ ...record, measurement: { ...own.measurement, metrics }, ...(conditions && { conditions }), ...test }],
    ...step,
  }
}

function reasonOf(kind: Reason['kind'], measured: Measured, given: Story['reason']): Reason {
  switch (kind) {
    case 'tooFewRounds':
      return { kind, rounds: 1, needed: 3, period: 'since', intervalSeconds: 300, ...given }
    case 'agentsDropped':
      return { kind, agentNames: ['Paris', 'Rome'] }
    case 'notMeasured':
      return { kind }
    case 'alertsUncertain':
      return { kind, ...(measured.kind === 'alerts' && { measured: { ...measured, uncertain: 2 } }) }
    default:
      return { kind, ...(measured.kind !== 'alerts' && { measured }) }
  }
}
