/** Loaded into the action's process before it starts (`node --import`): at its end, writes down what it used. */
import { readFileSync, writeFileSync } from 'node:fs'

export interface ResourceUsage {
  /** Processor time of the process, which other work on the machine stretches little. */
  readonly cpuMs: number
  /** The most memory it held at a time. */
  readonly peakMb: number
}

/** With a small heap, V8 collects garbage early, and how the memory grows shows what the step needs. */
const SMALL_HEAP = '--max-old-space-size=64 --max-semi-space-size=2'

/**
 * The environment in which a process writes its resource usage into this file.
 *
 * @param heap - `default`: as on a runner
 */
export function resourceUsageEnv(file: string, heap: 'small' | 'default'): Readonly<Record<string, string>> {
  const options = heap === 'small' ? `${SMALL_HEAP} ` : ''
  return { NODE_OPTIONS: `${options}--import ${import.meta.url}`, BENCH_USAGE_FILE: file }
}

export function readResourceUsage(file: string): ResourceUsage {
  const [cpuMs = Number.NaN, peakMb = Number.NaN] = readFileSync(file, 'utf8').split(' ').map(Number)
  return { cpuMs, peakMb }
}

const { BENCH_USAGE_FILE } = process.env
if (BENCH_USAGE_FILE !== undefined) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeFileSync(BENCH_USAGE_FILE, `${(userCPUTime + systemCPUTime) / 1000} ${maxRSS / 1024}`)
  })
}
