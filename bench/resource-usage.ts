/** Loaded into the action's process before it starts (`node --import`): at its end, writes down what it used. */
import { readFileSync, writeFileSync } from 'node:fs'

export interface ResourceUsage {
  /** Processor time of the process, which other work on the machine stretches little. */
  readonly cpuMs: number
  /** The most memory it held at a time. */
  readonly peakMib: number
}

/** The environment in which a process writes its resource usage into this file. */
export function resourceUsageEnv(file: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${import.meta.url}`, BENCH_USAGE_FILE: file }
}

export function readResourceUsage(file: string): ResourceUsage {
  const [cpuMs = Number.NaN, peakMib = Number.NaN] = readFileSync(file, 'utf8').split(' ').map(Number)
  return { cpuMs, peakMib }
}

const { BENCH_USAGE_FILE } = process.env
if (BENCH_USAGE_FILE !== undefined) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeFileSync(BENCH_USAGE_FILE, `${(userCPUTime + systemCPUTime) / 1000} ${maxRSS / 1024}`)
  })
}
