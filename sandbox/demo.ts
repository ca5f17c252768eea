/**
 * The main job, for someone without an account: runs the README's workflows against the sandbox and shows what they print.
 * `--verbose` shows whole logs, summaries and comments. `TE_TOKEN=… npm run demo -- --live --test-id N` runs them against the
 * real service, where each takes a snapshot.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { type Clock, formatIso, systemClock } from '../src/time.ts'
import { readActionYml } from './action-yml.ts'
import { manualClock } from './clock.ts'
import { STOREFRONT } from './github/repository.ts'
import { startGitHub } from './github/server.ts'
import { parseOptions } from './options.ts'
import { pageOf } from './page.ts'
import { RUNNER_ENV, type Time } from './runner.ts'
import { listen, type RunningServer } from './server.ts'
import { SHOP } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'
import {
  commandsMissing,
  documentedWorkflows,
  type ExpressionContext,
  runWorkflow,
  type WorkflowResult,
} from './workflow.ts'

const USAGE = 'npm run demo [-- [--verbose] [--live --test-id N]]'
const options = parseOptions(USAGE, {
  live: { type: 'boolean', default: false },
  'test-id': { type: 'string' },
  verbose: { type: 'boolean', default: false },
})
const { outputs: declaredOutputs } = readActionYml()
const MAX_OUTPUT_LENGTH = 100
const pages: string[] = []

const failed = options.live ? await live(options['test-id'], process.env['TE_TOKEN']) : await offline()
if (pages.length > 0) console.log(`\nPages to open in a browser:\n${pages.map(page => `  ${page}`).join('\n')}`)
if (failed) process.exitCode = 1

/** Every workflow has a service of its own, whose tests get worse when it deploys. */
async function offline(): Promise<boolean> {
  const clock = manualClock(new Date())
  console.log('Everything below happens on this machine, in a sandbox. Waits take no time here.')
  const subject = { token: SHOP.deployer.token, testId: `${SHOP.tests[0]?.testId}` }
  return await showAll(subject, () => startThousandEyes(clock), clock, { clock })
}

async function live(testId: string | undefined, token: string | undefined): Promise<boolean> {
  if (testId === undefined || token === undefined || token === '') {
    console.error('A live run needs a test and a token: TE_TOKEN=… npm run demo -- --live --test-id 123')
    return true
  }
  console.log('This takes real snapshots of the test, one for each workflow, and waits as long as the workflows say.')
  const open = async () => ({ url: process.env['TE_BASE_URL'] ?? '', close: async () => {} })
  return await showAll({ token, testId }, open, systemClock)
}

interface Subject {
  readonly token: string
  readonly testId: string
}

/** Resolves to whether a workflow ended unexpectedly. Comments and messages go to a sandbox, also in a live run. */
async function showAll(
  { token, testId }: Subject,
  open: () => Promise<Pick<RunningServer, 'url' | 'close'>>,
  clock: Clock,
  time?: Time,
): Promise<boolean> {
  const gitHub = await startGitHub(clock)
  const slack = await listen((_, response) => response.end('ok'))
  const repository = `${STOREFRONT.owner}/${STOREFRONT.name}`
  const context: ExpressionContext = {
    'secrets.TE_TOKEN': token,
    'secrets.SLACK_WEBHOOK_URL': slack.url,
    'vars.TE_TEST_ID': testId,
    'inputs.hours': '6',
    'fromJSON(env.TEST_IDS)[inputs.test]': testId,
    'github.actor': 'octocat',
    'github.repository': repository,
    'github.event.pull_request.head.repo.full_name': repository,
    'github.event.deployment.environment': 'production',
    'github.event.deployment_status.state': 'success',
  }
  const shown = new Set<number>()
  let failed = false
  for (const { title, file, yaml } of documentedWorkflows()) {
    const missing = commandsMissing(yaml)
    if (missing.length > 0) {
      console.log(`\n${styleText('bold', title)} is left out, because this machine has no ${missing.join(' and no ')}.`)
      continue
    }
    const thousandEyes = await open()
    const env = { TE_BASE_URL: thousandEyes.url, GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl }
    const event = { name: '', payload: eventPayload(clock.now()) }
    const result = await runWorkflow(yaml, context, { env, event }, time)
    await thousandEyes.close()
    failed ||= !endedAsExpected(result, yaml, time)
    show(title, result)
    const name = file.replace('.yml', '')
    for (const { result: step } of result.actions) writePage('the job summary', step.summary, `${name}-summary`)
    const comment = gitHub.comments.find(({ id }) => !shown.has(id))
    if (comment === undefined) continue
    shown.add(comment.id)
    writePage(`the comment on pull request #${comment.prNumber}`, comment.body, `${name}-comment`)
  }
  await gitHub.close()
  await slack.close()
  return failed
}

/** What the workflows find in their event: a pull request, or a deployment that has just succeeded. */
function eventPayload(now: Date): unknown {
  return {
    pull_request: { number: 14 },
    deployment: { sha: RUNNER_ENV.GITHUB_SHA, environment: 'production' },
    deployment_status: { state: 'success', created_at: formatIso(now) },
  }
}

/** With success; but in the sandbox the deploy makes the tests worse, so that a gate fails and the workflow rolls back. */
function endedAsExpected({ failed, actions, printed }: WorkflowResult, yaml: string, time: Time | undefined): boolean {
  if (!yaml.includes('failOn')) return !failed
  const isFailed = actions.every(({ result }) => result.outputs['verdict'] === 'fail')
  return time === undefined || (isFailed && printed.includes('rollback'))
}

/** The annotations and outputs of a workflow's steps; with `--verbose`, the whole log as well. */
function show(title: string, { event, actions, printed }: WorkflowResult): void {
  console.log(`\n${styleText('bold', title)} (on: ${event})`)
  for (const { result } of actions) {
    console.log(`  exit code ${result.exitCode}`)
    if (options.verbose) print('log', result.log)
    else for (const { name, message } of result.commands.filter(isAnnotation)) console.log(`  ${name}: ${message}`)
    for (const [name, value] of Object.entries(result.outputs)) {
      if (name in declaredOutputs && value !== '') console.log(`  ${styleText('dim', name)} ${shorten(value)}`)
    }
  }
  if (printed !== '') print('a later step prints', printed)
}

function isAnnotation({ name }: { readonly name: string }): boolean {
  return ['error', 'warning', 'notice'].includes(name)
}

function shorten(value: string): string {
  const line = value.replaceAll('\n', ' ')
  return line.length <= MAX_OUTPUT_LENGTH || options.verbose ? line : `${line.slice(0, MAX_OUTPUT_LENGTH)}…`
}

/** Writes Markdown as a page to open in a browser. */
function writePage(what: string, markdown: string, name: string): void {
  const folder = new URL('pages/', import.meta.url)
  const page = new URL(`${name}.html`, folder)
  mkdirSync(folder, { recursive: true })
  writeFileSync(page, pageOf(`ThousandEyes Snapshot: ${what}`, markdown))
  pages.push(fileURLToPath(page))
  if (options.verbose) print(what, markdown)
}

function print(title: string, text: string): void {
  console.log(`  ${styleText('underline', title)}`)
  for (const line of text.trimEnd().split('\n')) console.log(`    ${line}`)
}
