/**
 * The main job, for someone without an account: runs the README's workflows against the sandbox and shows what they print.
 * `TE_TOKEN=… npm run demo -- --live --test-id N` runs them against the real service, where each takes a snapshot.
 */
import { parseArgs, styleText } from 'node:util'
import { movableClock } from './clock.ts'
import type { Step, Time } from './runner.ts'
import { SHOP } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'
import { type Context, printedWorkflows, runWorkflow, type WorkflowResult } from './workflow.ts'

const { values: options } = parseArgs({
  options: { live: { type: 'boolean', default: false }, 'test-id': { type: 'string' } },
})

const failed = options.live ? await live(options['test-id'], process.env['TE_TOKEN']) : await offline()
if (failed) process.exitCode = 1

async function offline(): Promise<boolean> {
  const clock = movableClock(new Date())
  const thousandEyes = await startThousandEyes(clock)
  console.log(`A ThousandEyes sandbox answers at ${thousandEyes.url}. Waits take no time here.`)
  try {
    return await showAll(
      SHOP.deployer.token,
      SHOP.tests[0]?.testId ?? '',
      { env: { TE_BASE_URL: thousandEyes.url } },
      { clock },
    )
  } finally {
    await thousandEyes.close()
  }
}

async function live(testId: string | undefined, token: string | undefined): Promise<boolean> {
  if (testId === undefined || token === undefined || token === '') {
    console.error('A live run needs a test and a token: TE_TOKEN=… npm run demo -- --live --test-id 123')
    return true
  }
  console.log('This takes real snapshots of the test, one for each workflow, and waits as long as the workflows say.')
  const { TE_BASE_URL = '' } = process.env
  return await showAll(token, testId, { env: { TE_BASE_URL } })
}

/** Resolves to whether a workflow failed. */
async function showAll(token: string, testId: string, base: Step, time?: Time): Promise<boolean> {
  const context: Context = {
    'secrets.TE_TOKEN': token,
    'vars.TE_TEST_ID': testId,
    'inputs.testId': testId,
    'inputs.hours': '6',
    'inputs.isPublic': 'false',
  }
  let failed = false
  for (const { title, yaml } of printedWorkflows()) {
    const result = await runWorkflow(yaml, context, base, time)
    show(title, result)
    failed ||= result.actions.some(({ result: { exitCode } }) => exitCode !== 0)
  }
  return failed
}

function show(title: string, { event, actions, printed }: WorkflowResult): void {
  console.log(`\n${styleText('bold', title)} (on: ${event})`)
  for (const { result } of actions) {
    print('log', result.log)
    print(
      'outputs',
      Object.entries(result.outputs)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    )
    console.log(`  exit code ${result.exitCode}`)
  }
  if (printed !== '') print('a later step prints', printed)
}

function print(title: string, text: string): void {
  console.log(`  ${styleText('underline', title)}`)
  for (const line of text.trimEnd().split('\n')) console.log(`    ${line}`)
}
