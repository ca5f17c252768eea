/**
 * Runs the workflows in examples/ with act, unchanged except that their deploy is ten minutes old, so that there is nothing to wait
 * for, and without `queue: max`, which act doesn't know yet. The action comes from a folder with the files that a job downloads:
 * `node scripts/test-examples.ts ACT ACTION`.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { exampleWorkflows } from '../sandbox/examples.ts'
import { STOREFRONT } from '../sandbox/github/repository.ts'
import { startGitHub } from '../sandbox/github/server.ts'
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

/** The runner's own commit, which was merged as pull request 12. */
const MERGED = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

const repository = `${STOREFRONT.owner}/${STOREFRONT.name}`
const deployedAt = formatIso(new Date(Date.now() - MINUTES_SINCE_DEPLOY * 60_000))

const INPUTS = { testId: 'Shop front page', test: 'Shop front page', hours: '6', deployedAt }

const EVENTS: Readonly<Record<string, object>> = {
  pull_request: { pull_request: { number: 14, head: { repo: { full_name: repository } } } },
  deployment_status: {
    deployment: { sha: MERGED, environment: 'production' },
    deployment_status: { state: 'success', created_at: deployedAt },
  },
  workflow_dispatch: { inputs: INPUTS },
}

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
  const old = yaml.replace('$(date -u +%FT%TZ)', deployedAt)
  const hasTime = /deployedAt:|deployment_status:/.test(yaml)
  return hasTime ? old : old.replace(/^( *)waitForRounds: 3$/m, `$&\n$1deployedAt: ${deployedAt}`)
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
        run: echo "deployed-at=${deployedAt}" >> "$GITHUB_OUTPUT"
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
  const payload = { repository: { private: true }, ...EVENTS[event] }
  file('called/.github/workflows/snapshot.yml', prepared)
  const env = {
    TE_BASE_URL: thousandEyes.url,
    GITHUB_API_URL: gitHub.url,
    GITHUB_GRAPHQL_URL: gitHub.graphqlUrl,
    GITHUB_REPOSITORY: repository,
    /** What act takes GITHUB_SHA from. */
    SHA_REF: MERGED,
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

function run(
  cwd: string,
  args: readonly string[],
): Promise<{ readonly exitCode: number | null; readonly log: string }> {
  const child = spawn(act, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', exitCode => resolve({ exitCode, log }))
  })
}
