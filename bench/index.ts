/**
 * Measures what a job waits for, and prints it as a table. The exit code is 1 when a target is missed; with `--short`, as
 * CI runs it, when a figure is past its limit. `quota` measures only the rate limiter, `gate` simulates deploys for the gate,
 * `verdicts` measures how long a verdict takes and what a day of them costs.
 */
import { parseArgs } from 'node:util'
import { count } from '../src/text.ts'
import { formatDuration } from '../src/time.ts'
import { simulateDay, simulateDays } from './deploys.ts'
import { downloadKb } from './download.ts'
import { simulateGate } from './gate-simulation.ts'
import { measurePeakMemory } from './memory.ts'
import { benchQuotas, printQuotaTable, quotaFigures } from './quotas.ts'
import { roundTrips } from './round-trips.ts'
import { measureScaling } from './scaling.ts'
import { startRatio } from './start.ts'
import { type Figure, printFigures, printTable } from './table.ts'
import { benchVerdicts } from './verdicts.ts'

const {
  values: { short },
  positionals,
} = parseArgs({ options: { short: { type: 'boolean', default: false } }, allowPositionals: true })
const bound = short ? 'limit' : 'target'
if (positionals.includes('gate')) process.exit(simulateGate(short) ? 0 : 1)
if (positionals.includes('verdicts')) process.exit((await benchVerdicts()) ? 0 : 1)
const quotas = await benchQuotas()
if (positionals.includes('quota')) {
  const isMet = printFigures(quotaFigures(quotas), bound)
  printQuotaTable(quotas)
  process.exit(isMet ? 0 : 1)
}

const pairs = short ? 5 : 41
const one = await roundTrips(1)
const measured = await roundTrips(1, 100)
const grown = await measureScaling(short ? 3 : 5, short ? 'needed' : 'all')
const peaks = await measurePeakMemory(short ? 'quick' : 'all')
// The day with the busiest minute; the others take too long for CI.
const days = short ? [await simulateDay(1000, 8, 30, 'none')] : await simulateDays()
const figures: readonly Figure[] = [
  {
    what: 'Start without comment, × bare node',
    measured: await startRatio({ to: 'ThousandEyes', comment: false }, pairs),
    target: 2.5,
    limit: 3.5,
  },
  {
    what: 'Start with comment, × bare node',
    measured: await startRatio({ to: 'ThousandEyes', comment: true }, pairs),
    target: 2.5,
    limit: 3.5,
  },
  {
    what: 'Start to the first request to GitHub, × bare node',
    measured: await startRatio({ to: 'GitHub', comment: true }, pairs),
    target: 5.0,
    limit: 6.0,
  },
  { what: 'Download, kB', measured: downloadKb(), target: 200, limit: 200 },
  { what: 'Requests to ThousandEyes for one test', measured: one.toThousandEyes, target: 1, limit: 1 },
  { what: 'Requests to GitHub for its comment', measured: one.toGitHub, target: 3, limit: 3 },
  { what: 'Longest chain of these', measured: one.longestChain, target: 3, limit: 3 },
  // Snapshot, results, search for the comment, comment: what the comment says is complete before it is searched for.
  { what: 'Longest chain with measurements, a page each', measured: measured.longestChain, target: 4, limit: 4 },
  ...quotaFigures(quotas),
  {
    what: 'Requests in the busiest minute of a day of deploys',
    measured: Math.max(...days.map(({ busiestMinute }) => busiestMinute)),
    target: 200,
    limit: 200,
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
  ...peaks.map(({ what, peakMib }) => ({
    what: `Memory for ${what}, MiB`,
    measured: peakMib,
    target: 800,
    limit: 800,
  })),
]

const isMet = printFigures(figures, bound)
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
      'have a snapshot',
      'missed',
      'median wait',
      'p95 wait',
      'requests in the busiest minute',
    ],
    days.map(day => [
      day.deploys,
      `${day.hours} h`,
      day.queue === 'max' ? 'in a queue' : `each by itself, \`maxWaitMinutes: ${day.maxWaitMinutes}\``,
      day.created,
      day.deploys - day.created,
      formatDuration(day.medianWaitSeconds * 1000),
      formatDuration(day.p95WaitSeconds * 1000),
      day.busiestMinute,
    ]),
  )
  printQuotaTable(quotas)
}
if (!isMet) process.exitCode = 1
