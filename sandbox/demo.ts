/**
 * The main job, for someone without an account: runs the README's workflows against the sandbox and shows what they print.
 * `--workflow FILE` runs a workflow of your own instead, with `--input NAME=VALUE` for each input. `--verbose` shows whole logs, summaries and comments.
 * `TE_TOKEN=… npm run demo -- --live --test-id N` runs them against the real service. Each takes a snapshot.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { matchTests } from '../src/stages/match-tests.ts'
import { shorten } from '../src/text.ts'
import { type Clock, formatIso, systemClock } from '../src/time.ts'
import { readActionYml } from './action-yml.ts'
import { manualClock } from './clock.ts'
import { documentedWorkflows, type ExampleWorkflow, lacksJq } from './examples.ts'
import { STOREFRONT } from './github/repository.ts'
import { startGitHub } from './github/server.ts'
import { parseOptions } from './options.ts'
import { pageOf } from './page.ts'
import type { StepResult, Time } from './runner.ts'
import type { RunningServer } from './server.ts'
import { SHOP, type Test } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'
import { runWorkflow, type Surroundings, type Values, type WorkflowResult } from './workflow.ts'

const options = parseOptions(
  'npm run demo [-- [--verbose] [--workflow FILE [--input NAME=VALUE]] [--live --test-id N]]',
  {
    live: { type: 'boolean', default: false },
    'test-id': { type: 'string' },
    input: { type: 'string', multiple: true, default: [] },
    verbose: { type: 'boolean', default: false },
    workflow: { type: 'string' },
  },
)
const { outputs: declaredOutputs } = readActionYml()
const MAX_OUTPUT_LENGTH = options.verbose ? Infinity : 100
const ADDED_TESTS_FROM = 281_474_976_720_000
const pages: string[] = []

const setting = options.live ? live(options['test-id'], process.env['TE_TOKEN']) : offline()
const failed = setting === undefined || (await showAll(setting))
if (pages.length > 0) console.log(`\nPages to open in a browser:\n${pages.map(page => `  ${page}`).join('\n')}`)
if (failed) process.exitCode = 1

/** Where the workflows run. */
interface Setting extends Pick<Surroundings, 'prepareInputs'> {
  readonly token: string
  readonly testId: string
  readonly clock: Clock
  /** Missing in a live run. */
  readonly time?: Time
  /** Opens a ThousandEyes for a job. */
  readonly open: () => Promise<Pick<RunningServer, 'url' | 'close'>>
}

/** Every job has a service of its own, whose tests get worse when the job starts. */
function offline(): Setting {
  const clock = manualClock(new Date())
  console.log('Everything below happens on this machine, in a sandbox. Waits take no time here.')
  const tests = [...SHOP.tests]
  return {
    token: SHOP.deployer.token,
    testId: `${SHOP.tests[0]?.testName}`,
    clock,
    time: { clock },
    open: () => startThousandEyes(clock, { organization: { ...SHOP, tests } }),
    prepareInputs: inputs => {
      addTests(tests, inputs['testId'] ?? '')
      return inputs
    },
  }
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

function live(testId: string | undefined, token: string | undefined): Setting | undefined {
  if (testId === undefined || token === undefined || token === '') {
    console.error('A live run needs a test and a token: TE_TOKEN=… npm run demo -- --live --test-id 123')
    return undefined
  }
  console.log('This takes real snapshots of the test, one for each workflow, and waits as long as the workflows say.')
  const open = async () => ({ url: process.env['TE_BASE_URL'] ?? '', close: async () => {} })
  return { token, testId, clock: systemClock, open, prepareInputs: inputs => ({ ...inputs, testId }) }
}

/** Resolves to whether a workflow ended unexpectedly. Comments go to a sandbox, also in a live run. */
async function showAll({ open, clock, time, prepareInputs, ...subject }: Setting): Promise<boolean> {
  let failed = false
  for (const { title, file, yaml } of workflows()) {
    console.log(`\n${styleText('bold', title)}`)
    const gitHub = await startGitHub(clock)
    const opened: Pick<RunningServer, 'close'>[] = [gitHub]
    const name = basename(file).replace(/\.ya?ml$/, '')
    const summaries: string[] = []
    try {
      const result = await runWorkflow(yaml, {
        values: { 'secrets.SLACK_WEBHOOK_URL': 'https://hooks.slack.com', ...givenInputs() },
        assume: assumption(subject, clock.now()),
        startJob: async () => {
          const thousandEyes = await open()
          opened.push(thousandEyes)
          return { TE_BASE_URL: thousandEyes.url, GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl }
        },
        ...(prepareInputs && { prepareInputs }),
        ...(time && { time }),
        onDone: (step, done) => {
          if (typeof done === 'string') return print(step, done)
          show(step, done)
          if (done.summary !== '') summaries.push(done.summary)
        },
      })
      failed = !conclude(result, yaml, time) || failed
    } catch (error) {
      console.log(`  ${error instanceof Error ? error.message : error}`)
      failed = true
    }
    const page = (what: string, kind: string) => (markdown: string, index: number) => {
      writePage(what, markdown, `${name}-${kind}${index === 0 ? '' : index + 1}`)
    }
    summaries.forEach(page('the job summary', 'summary'))
    gitHub.comments.map(({ body }) => body).forEach(page('the comment on the pull request', 'comment'))
    for (const server of opened) await server.close()
  }
  return failed
}

function workflows(): readonly ExampleWorkflow[] {
  if (options.workflow === undefined) {
    return documentedWorkflows().filter(({ title, yaml }) => {
      if (lacksJq(yaml)) console.log(`\n${title} is left out, because this machine has no jq.`)
      return !lacksJq(yaml)
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

/** Those of `--input`, by the names of their expressions. */
function givenInputs(): Values {
  return Object.fromEntries(options.input.map(text => [`inputs.${text.split('=')[0]}`, text.replace(/^.*?=/, '')]))
}

/** A value for a secret, a variable or an input by its name. Says in a line what was taken. */
function assumption(
  { token, testId }: Pick<Setting, 'token' | 'testId'>,
  deployedAt: Date,
): (path: readonly string[]) => string {
  const known: readonly [names: RegExp, value: string][] = [
    [/github_token$|gh_/i, STOREFRONT.workflow.token],
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
    const special = { '': 'is unknown in the sandbox, and empty', [token]: 'is taken for a token that exists' }
    const what = special[value] ?? `is ${value}`
    if (!said.has(name)) console.log(`  ${styleText('dim', `${name} ${what}`)}`)
    said.add(name)
    return value
  }
}

/**
 * Prints how a workflow ended. Returns whether that was expected: with success; but in the sandbox the deploy makes the tests
 * worse, so that a gate fails, and a documented workflow rolls back.
 */
function conclude({ event, failed, actions, printed }: WorkflowResult, yaml: string, time: Time | undefined): boolean {
  const isByGate = failed && time !== undefined && actions.some(({ outputs }) => outputs['verdict'] === 'fail')
  const isWorse = actions.some(({ outputs }) => outputs['measurements']?.includes('"result":"worse"'))
  const why = isByGate && isWorse ? ' by its gate: in the sandbox, the deploy makes tests slower' : ''
  const unused = actions.length > 0 ? '' : ', but no step of it used the action'
  console.log(`  The workflow ${failed ? 'failed' : 'succeeded'}${why}${unused} (on: ${event}).`)
  if (options.workflow !== undefined || !yaml.includes('failOn')) return !failed || isByGate
  return time === undefined || (isByGate && printed.includes('rollback'))
}

/** What a step did: its outputs, and annotations, or the whole log with `--verbose` and without a report. */
function show(title: string, done: StepResult): void {
  console.log(`  ${styleText('underline', title)}\n    exit code ${done.exitCode}`)
  const annotations = ['error', 'warning', 'notice'].flatMap(level =>
    done.commands.filter(({ name }) => name === level),
  )
  if (options.verbose || done.summary === '') print('log', done.log)
  else for (const { name, message } of annotations) console.log(`    ${name}: ${message}`)
  for (const [name, value] of Object.entries(done.outputs)) {
    if (name in declaredOutputs && value !== '')
      console.log(`    ${styleText('dim', name)} ${shorten(value.replaceAll('\n', ' '), MAX_OUTPUT_LENGTH)}`)
  }
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
