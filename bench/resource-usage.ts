/** Loaded into the action's process before it starts (`node --import`): at its end, writes down what it took. */
import { readFileSync, writeFileSync } from 'node:fs'

export interface ResourceUsage {
  /** Processor time of the process, which other work on the machine stretches little. */
  readonly cpuMs: number
  /** The most memory it held at a time. */
  readonly peakMb: number
}

/** Without a bound, V8 lets garbage lie for as long as the machine has room: that is no need of the step. */
const HEAP_BOUND = '--max-old-space-size=64 --max-semi-space-size=2'

/** The environment in which a process writes its effort into this file. */
export function resourceUsageEnv(file: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `${HEAP_BOUND} --import ${import.meta.url}`, BENCH_EFFORT_FILE: file }
}

export function readResourceUsage(file: string): ResourceUsage {
  const [cpuMs = Number.NaN, peakMb = Number.NaN] = readFileSync(file, 'utf8').split(' ').map(Number)
  return { cpuMs, peakMb }
}

const { BENCH_EFFORT_FILE } = process.env
if (BENCH_EFFORT_FILE !== undefined) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeFileSync(BENCH_EFFORT_FILE, `${(userCPUTime + systemCPUTime) / 1000} ${maxRSS / 1024}`)
  })
}
