/**
 * Measures what a job waits for, and prints it as a table. The exit code is 1 when a target is missed; with `--short`, as
 * CI runs it, when a figure is past its limit. With `gate`, simulates deploys for the gate instead.
 */
import { parseArgs } from 'node:util'
import { duration } from '../src/clock.ts'
import { count } from '../src/text.ts'
import { day, days } from './deploys.ts'
import { downloadKb } from './download.ts'
import { simulateGate } from './gate-simulation.ts'
import { growths } from './growth.ts'
import { quotaRuns } from './quotas.ts'
import { roundTrips, tenOverTwo } from './round-trips.ts'
import { startRatio } from './start.ts'
import { printTable } from './table.ts'

interface Figure {
  readonly what: string
  readonly measured: number
  /** What we want. */
  readonly target: number
  /** What may never be exceeded, also on a busy machine: beyond it, something has got worse. */
  readonly limit: number
}

const {
  values: { short },
  positionals,
} = parseArgs({ options: { short: { type: 'boolean', default: false } }, allowPositionals: true })
if (positionals.includes('gate')) process.exit(simulateGate(short) ? 0 : 1)
const pairs = short ? 5 : 41

const one = await roundTrips(1)
const measured = await roundTrips(1, 100)
const ten = await roundTrips(10)
const grown = await growths(short ? 3 : 5, short ? 'needed' : 'all')
const quotas = await quotaRuns(short ? 1 : 5)
const worst = (runs: typeof quotas, figure: 'overBest' | 'needless') => Math.max(...runs.map(run => run[figure]))
// The day with the most requests in a minute of all, where there is no time for the others.
const played = short ? [await day(1000, 8, 30, 'none')] : await days()
const alone = quotas.filter(({ who }) => who === 'alone')
const figures: readonly Figure[] = [
  {
    what: 'Start without comment, × bare node',
    measured: await startRatio({ to: 'ThousandEyes', comment: false }, pairs),
    target: 2.0,
    limit: 3.0,
  },
  {
    what: 'Start with comment, × bare node',
    measured: await startRatio({ to: 'ThousandEyes', comment: true }, pairs),
    target: 2.5,
    limit: 3.0,
  },
  {
    what: 'Start to the first request to GitHub, × bare node',
    measured: await startRatio({ to: 'GitHub', comment: true }, pairs),
    target: 5.0,
    limit: 6.0,
  },
  { what: 'Download, kB', measured: downloadKb(), target: 200, limit: 200 },
  { what: 'Requests to ThousandEyes for one test', measured: one.toThousandEyes, target: 1, limit: 1 },
  { what: 'Requests to GitHub for its comment', measured: one.toGitHub, target: 2, limit: 2 },
  { what: 'Longest chain of these', measured: one.longestChain, target: 3, limit: 3 },
  { what: 'Longest chain with measurements, a page each', measured: measured.longestChain, target: 3, limit: 3 },
  { what: 'Longest chain of requests for ten tests', measured: ten.longestChain, target: 5, limit: 5 },
  { what: 'Ten tests, × two tests', measured: await tenOverTwo(pairs), target: 1.1, limit: 1.3 },
  { what: 'Quota alone, × the best possible', measured: worst(alone, 'overBest'), target: 1.05, limit: 1.05 },
  { what: 'Quota beside others, × the best possible', measured: worst(quotas, 'overBest'), target: 1.05, limit: 1.05 },
  { what: 'Requests that had to be refused', measured: worst(quotas, 'needless'), target: 0, limit: 0 },
  {
    what: 'Requests in the busiest minute of a day of deploys',
    measured: Math.max(...played.map(({ busiestMinute }) => busiestMinute)),
    target: 240,
    limit: 240,
  },
  ...grown.flatMap(({ what, memory, costs, timeOfDouble, memoryOfDouble }) => {
    const most = count(costs.at(-1)?.size ?? 0, what)
    // Flat, but for when the garbage is collected.
    const bounds = memory === 'flat' ? { target: 1.1, limit: 1.2 } : { target: 2.2, limit: 2.2 }
    return [
      { what: `Time for ${most}, × half as many`, measured: timeOfDouble, target: 2.2, limit: 2.2 },
      { what: `Memory for ${most}, × half as many`, measured: memoryOfDouble, ...bounds },
    ]
  }),
]

printTable(
  ['figure', 'measured', 'target', 'limit', ''],
  figures.map(({ what, measured, target, limit }) => {
    const verdict = measured <= target ? 'met' : measured <= limit ? 'missed' : 'past its limit'
    return [what, measured, target, limit, verdict]
  }),
)
if (!short) {
  printTable(
    ['a step with', 'took, ms', 'of the processor, ms', 'memory, MB', 'requests'],
    grown.flatMap(({ what, costs }) =>
      costs.map(cost => [
        count(cost.size, what),
        ...[cost.tookMs, cost.cpuMs, cost.peakMb].map(Math.round),
        cost.requests,
      ]),
    ),
  )
  printTable(
    [
      'deploys',
      'within',
      'how',
      'got a snapshot',
      'went without',
      'median wait',
      'p95 wait',
      'requests in the busiest minute',
    ],
    played.map(day => [
      day.deploys,
      `${day.hours} h`,
      day.queue === 'max' ? 'in a queue' : `by themselves, \`maxWaitMinutes: ${day.maxWaitMinutes}\``,
      day.made,
      day.deploys - day.made,
      duration(day.medianWaitSeconds * 1000),
      duration(day.p95WaitSeconds * 1000),
      day.busiestMinute,
    ]),
  )
  printTable(
    ['quota', 'tests', 'best possible, s', 'took, s', '× best', 'refused requests'],
    quotas.map(run => [run.who, run.tests, run.bestSeconds, run.tookSeconds, run.overBest, run.refused]),
  )
}
if (figures.some(({ measured, target, limit }) => measured > (short ? limit : target))) process.exitCode = 1
