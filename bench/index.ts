/**
 * Measures what a job waits for, and prints it as tables. The exit code is 1 when a target is missed; with `--short`, as CI runs
 * it, when a figure is past its limit. `quota` measures only the rate limiter, `gate` simulates deploys for the gate, `verdicts`
 * measures how long a verdict takes.
 */
import { parseArgs } from 'node:util'
import { downloadKb } from './download.ts'
import { simulateGate } from './gate-simulation.ts'
import { benchQuotas, quotaFigures } from './quotas.ts'
import { startRatio } from './start.ts'
import { MANY_ROWS, measureGrowth, stepCost } from './step.ts'
import { printFigures } from './table.ts'
import { benchVerdicts, printVerdictTable, verdictFigures } from './verdicts.ts'

const {
  values: { short },
  positionals: [part],
} = parseArgs({ options: { short: { type: 'boolean', default: false } }, allowPositionals: true })
const bound = short ? 'limit' : 'target'
if (part === 'gate') process.exit(simulateGate(short) ? 0 : 1)

let isMet = true
if (part === undefined) {
  const pairs = short ? 5 : 41
  const { toThousandEyes, toGitHub } = await stepCost(0)
  const { timeOfDouble, peakMib } = await measureGrowth(short ? 1 : 5)
  isMet = printFigures(
    [
      { what: 'Start, × bare node', measured: await startRatio(pairs), target: 2.6, limit: 3.5 },
      { what: 'Download, kB', measured: downloadKb(), target: 160, limit: 190 },
      { what: 'Requests to ThousandEyes for one test', measured: toThousandEyes, target: 2, limit: 2 },
      { what: 'Requests to GitHub for its comment', measured: toGitHub, target: 3, limit: 3 },
      { what: `Time for ${MANY_ROWS} rows, × half as many`, measured: timeOfDouble, target: 2.2, limit: 2.6 },
      { what: `Memory for ${MANY_ROWS} rows of each kind, MiB`, measured: peakMib, target: 800, limit: 800 },
    ],
    bound,
  )
}
if (part === undefined || part === 'quota') {
  const quotas = await benchQuotas()
  isMet = printFigures(quotaFigures(quotas), bound) && isMet
}
if (part === undefined || part === 'verdicts') {
  const waits = await benchVerdicts(short)
  isMet = printFigures(verdictFigures(waits), bound) && isMet
  if (!short) printVerdictTable(waits)
}
if (!isMet) process.exitCode = 1
