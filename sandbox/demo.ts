/**
 * The main job, for someone without an account: runs the README's workflows against the sandbox and shows what they print.
 * `--workflow FILE` runs a workflow of your own instead. `--verbose` shows whole logs, summaries and comments.
 * `TE_TOKEN=… npm run demo -- --live --test-id N` runs them against the real service. Each takes a snapshot.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { matchTests } from '../src/stages/match-tests.ts'
import { type Clock, formatIso, systemClock } from '../src/time.ts'
import { readActionYml } from './action-yml.ts'
import { manualClock } from './clock.ts'
import { commandsMissing, documentedWorkflows, type ExampleWorkflow } from './examples.ts'
import { STOREFRONT } from './github/repository.ts'
import { startGitHub } from './github/server.ts'
import { parseOptions } from './options.ts'
import { pageOf } from './page.ts'
import { RUNNER_ENV, type StepResult, type Time } from './runner.ts'
import { listen, type RunningServer } from './server.ts'
import { SHOP, type Test } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'
import { runWorkflow, type Surroundings, type WorkflowResult } from './workflow.ts'

const options = parseOptions('npm run demo [-- [--verbose] [--workflow FILE] [--live --test-id N]]', {
  live: { type: 'boolean', default: false },
  'test-id': { type: 'string' },
  verbose: { type: 'boolean', default: false },
  workflow: { type: 'string' },
})
const { outputs: declaredOutputs } = readActionYml()
const MAX_OUTPUT_LENGTH = 100
const REPOSITORY = `${STOREFRONT.owner}/${STOREFRONT.name}`
const ADDED_TESTS_FROM = 281_474_976_720_000
const pages: string[] = []

const failed = options.live ? await live(options['test-id'], process.env['TE_TOKEN']) : await offline()
if (pages.length > 0) console.log(`\nPages to open in a browser:\n${pages.map(page => `  ${page}`).join('\n')}`)
if (failed) process.exitCode = 1

/** Every workflow has a service of its own, whose tests get worse when it deploys. */
async function offline(): Promise<boolean> {
  const clock = manualClock(new Date())
  console.log('Everything below happens on this machine, in a sandbox. Waits take no time here.')
  const tests = [...SHOP.tests]
  const subject = { token: SHOP.deployer.token, testId: `${SHOP.tests[0]?.testId}` }
  const open = (minutesSinceDeploy: number) =>
    startThousandEyes(clock, { organization: { ...SHOP, tests, minutesSinceDeploy } })
  const withTests: Surroundings['prepareInputs'] = inputs => {
    addTests(tests, inputs['testId'] ?? '')
    return inputs
  }
  return await showAll(subject, open, clock, withTests, { clock })
}

/** So that a workflow can be tried with the tests that it names, the sandbox gets each that it lacks, and two for a pattern. */
function addTests(tests: Test[], testId: string): void {
  const match = (text: string) => {
    const listed = tests.map(test => ({ ...test, isDisabled: false, isSnapshot: false, resultKinds: [] }))
    return matchTests([text], listed)
  }
  const add = (id: string | undefined, testName: string) => {
    const test = { testId: id ?? String(ADDED_TESTS_FROM + tests.length), testName, type: 'page-load', interval: 60 }
    tests.push({ ...test, accountGroup: '1001', afterDeploy: 2.4 })
    console.log(styleText('dim', `  The sandbox adds the test ${testName}, of the type page-load, every minute.`))
  }
  const lines = testId.split('\n').map(line => line.trim())
  for (const part of lines.flatMap(line => (match(line).problems.length === 0 ? line : line.split(',')))) {
    const { tests: matching, problems } = match(part)
    for (const test of matching) if (typeof test === 'string') add(test, `Test ${test}`)
    if (problems.length === 0) continue
    for (const star of part.includes('*') ? ['one', 'two'] : ['']) add(undefined, part.trim().replaceAll('*', star))
  }
}

async function live(testId: string | undefined, token: string | undefined): Promise<boolean> {
  if (testId === undefined || token === undefined || token === '') {
    console.error('A live run needs a test and a token: TE_TOKEN=… npm run demo -- --live --test-id 123')
    return true
  }
  console.log('This takes real snapshots of the test, one for each workflow, and waits as long as the workflows say.')
  const open = async () => ({ url: process.env['TE_BASE_URL'] ?? '', close: async () => {} })
  return await showAll({ token, testId }, open, systemClock, inputs => ({ ...inputs, testId }))
}

interface Subject {
  readonly token: string
  readonly testId: string
}

/** Resolves to whether a workflow ended unexpectedly. Comments and messages go to a sandbox, also in a live run. */
async function showAll(
  subject: Subject,
  open: (minutesSinceDeploy: number) => Promise<Pick<RunningServer, 'url' | 'close'>>,
  clock: Clock,
  prepareInputs: NonNullable<Surroundings['prepareInputs']>,
  time?: Time,
): Promise<boolean> {
  const gitHub = await startGitHub(clock)
  const slack = await listen((_, response) => response.end('ok'))
  const shown = new Set<number>()
  let failed = false
  for (const { title, file, yaml } of workflows()) {
    console.log(`\n${styleText('bold', title)}`)
    const minutesSinceDeploy = minutesSinceDeployOf(yaml)
    const deployedAt = new Date(clock.now().getTime() - minutesSinceDeploy * 60_000)
    const thousandEyes = await open(minutesSinceDeploy)
    const name = basename(file).replace(/\.ya?ml$/, '')
    const summaries: string[] = []
    try {
      const result = await runWorkflow(yaml, {
        values: { 'secrets.SLACK_WEBHOOK_URL': slack.url, 'github.ref_name': 'main' },
        assume: assumption(subject, deployedAt),
        env: { TE_BASE_URL: thousandEyes.url, GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl },
        payloads: eventPayloads(clock.now()),
        prepareInputs,
        ...(time && { time }),
        onDone: (step, done) => {
          show(step, done)
          if (typeof done !== 'string') summaries.push(done.summary)
        },
      })
      failed = !conclude(result, yaml, time) || failed
    } catch (error) {
      console.log(`  ${error instanceof Error ? error.message : error}`)
      failed = true
    }
    await thousandEyes.close()
    summaries.forEach((summary, index) => {
      writePage('the job summary', summary, `${name}-summary${index === 0 ? '' : index + 1}`)
    })
    const comment = gitHub.comments.find(({ id }) => !shown.has(id))
    if (comment === undefined) continue
    shown.add(comment.id)
    writePage(`the comment on pull request #${comment.prNumber}`, comment.body, `${name}-comment`)
  }
  await gitHub.close()
  await slack.close()
  return failed
}

function workflows(): readonly ExampleWorkflow[] {
  if (options.workflow === undefined) {
    return documentedWorkflows().filter(({ title, yaml }) => {
      const missing = commandsMissing(yaml).join(' and no ')
      if (missing !== '') console.log(`\n${title} is left out, because this machine has no ${missing}.`)
      return missing === ''
    })
  }
  // npm runs scripts in the folder of the package.
  const file = resolve(process.env['INIT_CWD'] ?? '.', options.workflow)
  try {
    return [{ title: options.workflow, file, yaml: readFileSync(file, 'utf8') }]
  } catch (error) {
    console.error(`--workflow: ${error instanceof Error ? error.message : error}`)
    process.exit(2)
  }
}

/** A value for a secret, a variable or an input by its name. Says in a line what was taken. */
function assumption({ token, testId }: Subject, deployedAt: Date): (path: readonly string[]) => string {
  const known: readonly [names: RegExp, value: string][] = [
    [/^secrets\.github_token$|^github\.token$|gh_/i, STOREFRONT.workflow.token],
    [/^secrets\./, token],
    [/^github\.repository_owner$/, STOREFRONT.owner],
    [/^github\.|^env\.|^steps\.|^needs\.|^matrix\./, ''],
    [/hours/i, '6'],
    [/aid$|account/i, '1001'],
    [/deployed|time|date/i, formatIso(deployedAt)],
    [/test|id$|s$/i, testId],
  ]
  const said = new Set<string>()
  return path => {
    const name = path.join('.')
    const [, value = ''] = known.find(([names]) => names.test(name)) ?? []
    const what = value === '' ? 'is unknown in the sandbox, and empty' : `is ${value === token ? 'a token' : value}`
    if (!said.has(name)) console.log(`  ${styleText('dim', `${name} ${what}`)}`)
    said.add(name)
    return value
  }
}

/** What the workflows find in their event: a pull request, or a deployment that has just succeeded. */
function eventPayloads(now: Date): Surroundings['payloads'] {
  return {
    pull_request: {
      pull_request: { number: 14, head: { ref: 'new-banner', repo: { full_name: REPOSITORY } } },
    },
    deployment_status: {
      deployment: { sha: RUNNER_ENV.GITHUB_SHA, environment: 'production' },
      deployment_status: { state: 'success', created_at: formatIso(now) },
    },
  }
}

/** When a workflow starts. With `inputs.deployedAt`, another workflow has deployed and then started this one. */
function minutesSinceDeployOf(yaml: string): number {
  return /inputs\.deployed/i.test(yaml) ? 5 : 0
}

/**
 * Prints how a workflow ended. Returns whether that was expected: with success; but in the sandbox the deploy makes the tests
 * worse, so that a gate fails, and a documented workflow rolls back.
 */
function conclude({ event, failed, actions, printed }: WorkflowResult, yaml: string, time: Time | undefined): boolean {
  const isByGate = failed && time !== undefined && actions.some(({ outputs }) => outputs['verdict'] === 'fail')
  const why = isByGate ? ' by its gate: in the sandbox, the deploy makes tests slower' : ''
  console.log(`  The workflow ${failed ? 'failed' : 'succeeded'}${why} (on: ${event}).`)
  if (options.workflow !== undefined || !yaml.includes('failOn')) return !failed || isByGate
  return time === undefined || (isByGate && printed.includes('rollback'))
}

/** What a step did: annotations and outputs, or with `--verbose` the whole log; or what it printed. */
function show(title: string, done: StepResult | string): void {
  if (typeof done === 'string') {
    print(title, done)
    return
  }
  console.log(`  ${styleText('underline', title)}\n    exit code ${done.exitCode}`)
  if (options.verbose) print('log', done.log)
  else for (const { name, message } of done.commands.filter(isAnnotation)) console.log(`    ${name}: ${message}`)
  for (const [name, value] of Object.entries(done.outputs)) {
    if (name in declaredOutputs && value !== '') console.log(`    ${styleText('dim', name)} ${shorten(value)}`)
  }
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
