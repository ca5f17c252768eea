/**
 * Runs the workflows in examples/ with act, unchanged except that their deploy is ten minutes old, so that there is nothing to wait
 * for, and without `queue: max`, which act doesn't know yet. The action comes from a folder with the files that a job downloads:
 * `node scripts/test-examples.ts ACT ACTION`.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { exampleWorkflows } from '../sandbox/examples.ts'
import { payloadOf } from '../sandbox/github/event.ts'
import { STOREFRONT } from '../sandbox/github/repository.ts'
import { startGitHub } from '../sandbox/github/server.ts'
import { RUNNER_ENV } from '../sandbox/runner.ts'
import { listen } from '../sandbox/server.ts'
import { SHOP } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { formatIso, systemClock } from '../src/time.ts'

const [act = 'act', action = '.'] = process.argv.slice(2)

interface Expected {
  readonly exitCode?: number
  readonly comments?: number
  readonly prints?: string
}

/** What a workflow does besides one snapshot, a comment if it requests one, and success. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'gate.yml': { exitCode: 1, prints: 'Your rollback goes here' },
  'every-deploy.yml': { exitCode: 1, comments: 1 },
  'daily.yml': { prints: 'Shop front page\tresponseTime\t' },
}

const MINUTES_SINCE_DEPLOY = 10

const deployedAt = new Date(Date.now() - MINUTES_SINCE_DEPLOY * 60_000)
const deployTime = formatIso(deployedAt)

const INPUTS = { testId: 'Shop front page', test: 'Shop front page', hours: '6', deployedAt: deployTime }

for (const { file, yaml } of exampleWorkflows()) {
  const { log, ...seen } = await runWithAct(yaml)
  const { prints = '', ...more } = EXPECTED[file] ?? {}
  const comments = yaml.includes('comment: true') ? 1 : 0
  const expected = { exitCode: 0, snapshots: 1, comments, messages: yaml.includes('SLACK') ? 1 : 0, ...more }
  console.log(`examples/${file}:`, seen)
  if (isDeepStrictEqual(seen, expected) && log.includes(prints)) continue
  console.log('Expected:', expected, prints, `\nThe log of act:\n${log}`)
  process.exitCode = 1
}

/** A workflow whose deploy was `MINUTES_SINCE_DEPLOY` ago, wherever it gets the time from. */
function withOldDeploy(yaml: string): string {
  const old = yaml.replace('$(date -u +%FT%TZ)', deployTime)
  const hasTime = /deployedAt:|deployment_status:/.test(yaml)
  return hasTime ? old : old.replace(/^( *)waitForRounds: 3$/m, `$&\n$1deployedAt: ${deployTime}`)
}

/** The workflow that calls a reusable one, with the job in the comment at the top of that. */
function callerIn(yaml: string): string {
  const job = Array.from(yaml.matchAll(/^# (?<line> .*)$/gm), ({ groups }) => groups?.['line'])
  return `on:
  push:
jobs:
  deploy:
    runs-on: ubuntu-latest
    outputs: { deployed-at: "\${{ steps.deploy.outputs.deployed-at }}" }
    steps:
      - id: deploy
        run: echo "deployed-at=${deployTime}" >> "$GITHUB_OUTPUT"
${job.join('\n')}
`
}

async function runWithAct(yaml: string) {
  const organization = { ...SHOP, minutesSinceDeploy: MINUTES_SINCE_DEPLOY }
  const thousandEyes = await startThousandEyes(systemClock, { organization })
  const gitHub = await startGitHub(systemClock)
  let messages = 0
  const slack = await listen((_, response) => {
    messages += 1
    response.end('ok')
  })
  const folder = mkdtempSync(join(tmpdir(), 'act-'))
  const file = (name: string, content: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const prepared = withOldDeploy(yaml).replace(/^ *queue: max .*\n/m, '')
  const isCalled = yaml.includes('workflow_call:')
  const workflow = isCalled ? callerIn(yaml) : prepared
  const event = /^ {2}(\w+):/m.exec(workflow)?.[1] ?? ''
  const payload = { repository: { private: true }, inputs: INPUTS, ...payloadOf(event, deployedAt) }
  file('called/.github/workflows/snapshot.yml', prepared)
  const env = {
    TE_BASE_URL: thousandEyes.url,
    GITHUB_API_URL: gitHub.url,
    GITHUB_GRAPHQL_URL: gitHub.graphqlUrl,
    GITHUB_REPOSITORY: RUNNER_ENV.GITHUB_REPOSITORY,
    /** What act takes GITHUB_SHA from. */
    SHA_REF: RUNNER_ENV.GITHUB_SHA,
  }
  const secrets = {
    TE_TOKEN: SHOP.deployer.token,
    GITHUB_TOKEN: STOREFRONT.workflow.token,
    SLACK_WEBHOOK_URL: slack.url,
  }
  try {
    const ended = await run(folder, [
      ...[event, '--workflows', file('workflow.yml', workflow)],
      ...['--eventpath', file('event.json', JSON.stringify(payload))],
      ...['--platform', 'ubuntu-latest=-self-hosted'],
      ...['--local-repository', `your-org/thousandeyes-snapshot@v1.0.0=${resolve(action)}`],
      ...['--local-repository', `your-org/workflows@v1.0.0=${join(folder, 'called')}`],
      ...['--action-cache-path', join(folder, 'cache'), '--container-daemon-socket', '-'],
      ...['--env-file', file('env', lines(env)), '--secret-file', file('secrets', lines(secrets))],
      ...['--input-file', file('inputs', lines(INPUTS))],
    ])
    return { ...ended, snapshots: thousandEyes.made.length, comments: gitHub.comments.length, messages }
  } finally {
    for (const server of [thousandEyes, gitHub, slack]) await server.close()
    rmSync(folder, { recursive: true })
  }
}

function lines(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function run(cwd: string, args: readonly string[]): Promise<{ readonly exitCode: number; readonly log: string }> {
  return new Promise((resolve, reject) => {
    const child = execFile(act, args, { cwd, maxBuffer: Infinity }, (error, stdout, stderr) => {
      if (child.exitCode === null) reject(error)
      else resolve({ exitCode: child.exitCode, log: stdout + stderr })
    })
  })
}
