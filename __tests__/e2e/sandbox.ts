import { afterEach } from '@jest/globals'
import { type MovableClock, movableClock } from '../../sandbox/clock.ts'
import { runStep, type Step, type StepResult, type Time } from '../../sandbox/runner.ts'
import { type Organization, SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../../sandbox/thousandeyes/server.ts'

export const FRONT_PAGE = '281474976710706'
export const CHECKOUT = '281474976710707'
export const PAYMENT = '281474976710708'
export const OTHER_GROUP = '281474976710709'

/** A ThousandEyes, and a runner whose steps use it. */
export interface Sandbox {
  readonly clock: MovableClock
  readonly thousandEyes: ThousandEyes
  /** Runs the built action on the shop's front page test, unless `with` says otherwise. */
  step(
    inputs?: Readonly<Record<string, string>>,
    step?: Omit<Step, 'with'>,
    time?: Omit<Time, 'clock'>,
  ): Promise<StepResult>
}

const opened: ThousandEyes[] = []
afterEach(async () => {
  for (const thousandEyes of opened.splice(0)) await thousandEyes.close()
})

/** It is 2026-11-23 08:37:42 UTC there, until a step sleeps. */
export async function openSandbox(organization: Partial<Organization> = {}): Promise<Sandbox> {
  const clock = movableClock(new Date('2026-11-23T08:37:42Z'))
  const thousandEyes = await startThousandEyes(clock, { organization: { ...SHOP, ...organization } })
  opened.push(thousandEyes)
  const defaults = { testId: FRONT_PAGE, apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url }
  return {
    clock,
    thousandEyes,
    step: (inputs, step, time) => runStep({ ...step, with: { ...defaults, ...inputs } }, { clock, ...time }),
  }
}

/** The annotations of a kind, in order. */
export function annotations({ commands }: StepResult, kind: 'error' | 'warning' | 'notice'): readonly string[] {
  return commands.flatMap(({ name, message }) => (name === kind ? [message] : []))
}
