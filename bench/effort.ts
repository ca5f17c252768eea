/** Loaded into the action's process before it starts (`node --import`): at its end, writes down what it took. */
import { writeFileSync } from 'node:fs'

export interface Effort {
  /** Processor time of the process, which other work on the machine stretches little. */
  readonly cpuMs: number
  /** The most memory it held at a time. */
  readonly peakMb: number
}

/** The environment in which a process writes its effort, as JSON, into this file. */
export function effortIn(file: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import ${import.meta.url}`, BENCH_EFFORT_FILE: file }
}

const { BENCH_EFFORT_FILE } = process.env
if (BENCH_EFFORT_FILE !== undefined) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const effort: Effort = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 }
    writeFileSync(BENCH_EFFORT_FILE, JSON.stringify(effort))
  })
}
