/**
 * Measures what a job waits for, and prints it as a table. The exit code is 1 when a target is missed; with `--short`, as
 * CI runs it, when a figure is past its limit.
 */
import { parseArgs } from 'node:util'
import { downloadKb } from './download.ts'
import { roundTrips, tenOverTwo } from './round-trips.ts'
import { startRatio } from './start.ts'

interface Figure {
  readonly what: string
  readonly measured: number
  /** What we want. */
  readonly target: number
  /** What may never be exceeded, also on a busy machine: beyond it, something has got worse. */
  readonly limit: number
}

const { short } = parseArgs({ options: { short: { type: 'boolean', default: false } } }).values
const pairs = short ? 7 : 41

const one = await roundTrips(1)
const figures: readonly Figure[] = [
  { what: 'Start without comment, × bare node', measured: await startRatio('false', pairs), target: 2.0, limit: 3.0 },
  { what: 'Start with comment, × bare node', measured: await startRatio('true', pairs), target: 2.5, limit: 3.0 },
  { what: 'Download, kB', measured: downloadKb(), target: 200, limit: 200 },
  { what: 'Requests to ThousandEyes for one test', measured: one.toThousandEyes, target: 1, limit: 1 },
  { what: 'Requests to GitHub for its comment', measured: one.toGitHub, target: 2, limit: 2 },
  { what: 'Ten tests, × two tests', measured: await tenOverTwo(pairs), target: 1.1, limit: 1.3 },
]

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const number = (value: number) => String(Math.round(value * 100) / 100)
console.log(row(['figure', 'measured', 'target', 'limit', '']))
console.log(row(['---', '--:', '--:', '--:', '---']))
for (const { what, measured, target, limit } of figures) {
  const verdict = measured <= target ? 'met' : measured <= limit ? 'missed' : 'past its limit'
  console.log(row([what, ...[measured, target, limit].map(number), verdict]))
}
if (figures.some(({ measured, target, limit }) => measured > (short ? limit : target))) process.exitCode = 1
