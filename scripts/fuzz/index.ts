/**
 * Feeds the parsers with random answers, events, inputs and texts: `npm run fuzz -- --minutes 10`.
 *
 * Stops at the first counterexample, shrinks it, prints how to reproduce it, and exits with 1. `--target` names one parser;
 * `--seed` and `--path` repeat a case.
 */
import { parseArgs } from 'node:util'
import { TARGETS } from './targets.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0.3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    path: { type: 'string' },
    target: { type: 'string' },
  },
})
const targets = TARGETS.filter(({ name }) => values.target === undefined || values.target === name)
const firstSeed = Number(values.seed)
const endsAtMs = performance.now() + Number(values.minutes) * 60_000
if (targets.length === 0 || !Number.isSafeInteger(firstSeed) || Number.isNaN(endsAtMs)) {
  console.error(`Usage: npm run fuzz -- [--minutes N] [--seed N] [--path PATH] [--target NAME]`)
  console.error(`Targets: ${TARGETS.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

const cases = new Map(targets.map(({ name }) => [name, 0]))
let seed = firstSeed
do {
  for (const { name, runs, check } of targets) {
    const { failed, numRuns, counterexample, counterexamplePath, errorInstance } = await check({
      seed,
      numRuns: runs,
      ...(values.path === undefined ? {} : { path: values.path }),
      // A counterexample that is not yet the smallest is good enough.
      interruptAfterTimeLimit: 60_000,
    })
    cases.set(name, (cases.get(name) ?? 0) + numRuns)
    if (failed) {
      console.error(`The target ${name} failed for ${JSON.stringify(counterexample)?.slice(0, 5_000)}\n`)
      console.error(errorInstance)
      console.error(`\nRepeat it: npm run fuzz -- --target ${name} --seed ${seed} --path ${counterexamplePath}`)
      process.exit(1)
    }
  }
  seed += 1
} while (performance.now() < endsAtMs && values.path === undefined)

for (const [name, count] of cases) console.log(`${name}: ${count} cases`)
console.log(`No counterexample with the seeds from ${firstSeed} to ${seed - 1}.`)
