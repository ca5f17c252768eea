import type { Results } from '../thousandeyes/results.ts'

/** When the agents of a test measure, by what they measured before the deploy. */
export interface RoundSchedule {
  readonly intervalSeconds: number
  /** Epoch seconds. */
  readonly deployedAtSeconds: number
  /** The agents seen before the deploy; empty for a test that did not run before it. */
  readonly agentNames: ReadonlySet<string>
  /** Of each of these agents, how long after the start of a round it measures, in seconds: the earliest first. */
  readonly offsets: readonly number[]
}

type Rows = Pick<Results, 'roundIds' | 'measuredAt' | 'agents' | 'agentNames'>

/** @param rows - of some rounds before the deploy, and perhaps of later ones */
export function scheduleOf(rows: Rows, deployedAtSeconds: number, intervalSeconds: number): RoundSchedule {
  const offsets = new Map<string, number>()
  for (const { roundId, measuredAt, agentName } of rowsIn(rows)) {
    if (measuredAt < deployedAtSeconds) offsets.set(agentName, measuredAt - roundId)
  }
  return {
    intervalSeconds,
    deployedAtSeconds,
    agentNames: new Set(offsets.keys()),
    offsets: [...offsets.values()].sort((a, b) => a - b),
  }
}

/**
 * The starts of the rounds that count, in epoch seconds, the earliest first: those that at least half of the agents seen before
 * the deploy measured after it. An agent measures up to an interval after its round starts, so the round in which the deploy
 * falls may count as well.
 */
export function completeRounds(rows: Rows, { deployedAtSeconds, agentNames }: RoundSchedule): readonly number[] {
  const agentsByRound = new Map<number, Set<string>>()
  for (const { roundId, measuredAt, agentName } of rowsIn(rows)) {
    if (measuredAt < deployedAtSeconds) continue
    agentsByRound.set(roundId, (agentsByRound.get(roundId) ?? new Set()).add(agentName))
  }
  const expected = agentNames.size > 0 ? agentNames : new Set([...agentsByRound.values()].flatMap(names => [...names]))
  return [...agentsByRound]
    .filter(([, names]) => [...names].filter(name => expected.has(name)).length >= expected.size / 2)
    .map(([roundId]) => roundId)
    .sort((a, b) => a - b)
}

/** When the `n`-th round since the deploy can be complete, in epoch seconds, if the agents measure as they did before it. */
export function expectedCompletion(n: number, schedule: RoundSchedule): number {
  const { intervalSeconds, deployedAtSeconds } = schedule
  const roundOfDeploy = Math.floor(deployedAtSeconds / intervalSeconds) * intervalSeconds
  const first = completionOf(roundOfDeploy, schedule) === undefined ? roundOfDeploy + intervalSeconds : roundOfDeploy
  const round = first + (n - 1) * intervalSeconds
  return completionOf(round, schedule) ?? round
}

/** When half of the agents have measured in this round after the deploy; `undefined` where fewer will. */
function completionOf(round: number, { deployedAtSeconds, offsets }: RoundSchedule): number | undefined {
  const needed = Math.ceil(offsets.length / 2)
  const measuredAt = offsets.map(offset => round + offset).filter(seconds => seconds >= deployedAtSeconds)
  return measuredAt[needed - 1]
}

function* rowsIn({ roundIds, measuredAt, agents, agentNames }: Rows) {
  for (const [row, roundId] of roundIds.entries()) {
    yield { roundId, measuredAt: measuredAt[row] ?? roundId, agentName: agentNames[agents[row] ?? -1] ?? '' }
  }
}
