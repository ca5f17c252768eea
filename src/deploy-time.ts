import { formatIso } from './time.ts'

/** The input itself, the event that triggered the run, or the start of the step. */
export type DeployedAtSource = 'input' | 'deployment_status' | 'step'

/** `undefined` where the time of the deploy is not known. */
export interface DeployTime {
  /** As an input is written. */
  readonly deployedAt: string | undefined
  readonly source: DeployedAtSource | undefined
}

/**
 * The time of the deploy: the input `deployedAt`; else when the deployment succeeded that triggered the run; else, where the
 * step waits for rounds, its start.
 *
 * @param deploymentTime - of the event; at most `now` is taken, since the runner's clock may be slow
 */
export function resolveDeployTime(
  { deployedAt, waitForRounds }: Readonly<Record<string, string | undefined>>,
  deploymentTime: Date | undefined,
  now: Date,
): DeployTime {
  if (deployedAt !== undefined) return { deployedAt, source: 'input' }
  if (deploymentTime !== undefined) {
    return { deployedAt: formatIso(deploymentTime < now ? deploymentTime : now), source: 'deployment_status' }
  }
  if (Number(waitForRounds) > 0) return { deployedAt: formatIso(now), source: 'step' }
  return { deployedAt: undefined, source: undefined }
}
