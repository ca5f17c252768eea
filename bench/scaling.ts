import { median } from './median.ts'
import { type StepCost, stepCost, type Task } from './step.ts'

/** Something that there may be many of. */
interface Kind {
  /** Its name, for one of them. */
  readonly what: string
  /** From what is usual to what is far beyond it; a doubling is measured at the last. */
  readonly sizes: readonly number[]
  /** How the memory of a step may grow with it. */
  readonly memory: 'flat' | 'linear'
  task(size: number): Task
}

const KINDS: readonly Kind[] = [
  { what: 'test', sizes: [1, 10, 100, 1000], memory: 'linear', task: tests => ({ tests }) },
  { what: 'comment', sizes: [10, 100, 1000, 5000], memory: 'flat', task: comments => ({ tests: 1, comments }) },
  { what: 'row', sizes: [100, 14_400, 72_000, 144_000], memory: 'flat', task: rows => ({ tests: 1, rows }) },
]

/** What a step takes for one size: medians. */
export interface SizeCost {
  readonly size: number
  readonly tookMs: number
  readonly cpuMs: number
  readonly peakMb: number
  readonly requests: number
}

export interface Scaling extends Pick<Kind, 'what' | 'memory'> {
  readonly costs: readonly SizeCost[]
  /** The processor time of the largest size × that of half of it, both without that of the smallest. */
  readonly timeOfDouble: number
  /** The memory of the largest size × that of half of it. */
  readonly memoryOfDouble: number
}

/** How a step grows with each kind of thing: the medians of as many rounds, in each of which every size has its turn. */
export async function measureScaling(rounds: number, sizes: 'all' | 'needed'): Promise<readonly Scaling[]> {
  const all: Scaling[] = []
  for (const kind of KINDS) all.push(await scaling(kind, rounds, sizes))
  return all
}

async function scaling({ what, sizes, memory, task }: Kind, rounds: number, which: 'all' | 'needed'): Promise<Scaling> {
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)]
  const needed = [smallest, largest / 2, largest]
  const wanted = which === 'all' ? [...new Set([...sizes, ...needed])].sort((a, b) => a - b) : needed
  const runs = new Map<number, StepCost[]>(wanted.map(size => [size, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [size, costs] of runs) costs.push(await stepCost(task(size)))
  }
  const figure = (size: number, of: (cost: StepCost) => number) => median((runs.get(size) ?? []).map(of))
  const cpuMs = (size: number) => figure(size, cost => cost.cpuMs)
  const peakMb = (size: number) => figure(size, cost => cost.peakMb)
  return {
    what,
    memory,
    costs: wanted.map(size => ({
      size,
      tookMs: figure(size, cost => cost.tookMs),
      cpuMs: cpuMs(size),
      peakMb: peakMb(size),
      requests: figure(size, ({ toThousandEyes, toGitHub }) => toThousandEyes.length + toGitHub.length),
    })),
    timeOfDouble: (cpuMs(largest) - cpuMs(smallest)) / (cpuMs(largest / 2) - cpuMs(smallest)),
    memoryOfDouble: peakMb(largest) / peakMb(largest / 2),
  }
}
