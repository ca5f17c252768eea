import { count } from '../text.ts'
import type { Metric } from '../thousandeyes/metrics.ts'
import type { Comparison } from './comparison.ts'
import type { Finding } from './gate.ts'

/** For people: `341 ms`, `99.93 %`, `4.2`; `–` where there is none. */
export function withUnit(value: number, unit: Metric['unit']): string {
  if (Number.isNaN(value)) return '–'
  return `${rounded(value, unit)}${unit === '' ? '' : ` ${unit}`}`
}

/** `+184 %`, `-3 %`; `from 0` where the change has no measure. */
export function signedPercent(percent: number): string {
  if (Number.isNaN(percent)) return '–'
  if (!Number.isFinite(percent)) return 'from 0'
  const text = rounded(percent, Math.abs(percent) < 10 ? '' : 'ms')
  return `${percent > 0 ? '+' : ''}${text} %`
}

/** `120 ms → 341 ms` */
export function beforeAndAfter({ before, after }: Comparison, unit: Metric['unit']): string {
  return [before, after].map(({ statistics: { mean } }) => withUnit(mean, unit)).join(' → ')
}

/** `+184 %, worse`; says so where there are too few rounds to judge. */
export function judgement({ changePercent, judgement: said }: Comparison): string {
  if (said === 'too few rounds') return 'too few rounds to judge'
  return `${signedPercent(changePercent)}, ${said === 'same' ? 'same within noise' : said}`
}

/** `51 rounds before, 9 after` */
export function roundsCompared({ before, after }: Comparison): string {
  return `${count(before.rounds, 'round')} before, ${after.rounds} after`
}

/** `loss > 1% on test 123 saw 4.2 %` */
export function findingWords({ condition, testId, saw }: Finding, show = (text: string) => text): string {
  return `${show(condition.text)}${testId === undefined ? '' : ` on test ${show(testId)}`} saw ${saw}`
}

/** Shares keep what tells 99.93 from 100; of other numbers, three digits tell enough. */
function rounded(value: number, unit: Metric['unit']): number {
  if (unit === '%') return Number(Math.abs(value) < 0.01 || Math.abs(100 - value) < 0.01 ? value : value.toFixed(2))
  return Number(Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3))
}
