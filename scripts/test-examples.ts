/**
 * Runs the workflows in examples/ with act, unchanged but for two lines: their deploy is ten minutes old, so that there is
 * nothing to wait for, and `queue: max` is left out, which act does not know yet. The action comes from a folder with the files
 * that a job downloads: `node scripts/test-examples.ts ACT ACTION`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { exampleWorkflows } from '../sandbox/examples.ts'
import { STOREFRONT } from '../sandbox/github/repository.ts'
import { startGitHub } from '../sandbox/github/server.ts'
import { listen } from '../sandbox/server.ts'
import { SHOP } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { formatIso, systemClock } from '../src/time.ts'

const [act = 'act', action = '.'] = process.argv.slice(2)

/** What is not one snapshot and, without conditions, success. */
const EXPECTED: Readonly<Record<string, { readonly exitCode?: number; readonly snapshots?: number }>> = {
  'gate.yml': { exitCode: 1 },
  'every-deploy.yml': { exitCode: 1 },
  'matrix.yml': { snapshots: 2 },
}

const MINUTES_SINCE_DEPLOY = 10

/** The runner's own commit, which was merged as pull request 12. */
const MERGED = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

const repository = `${STOREFRONT.owner}/${STOREFRONT.name}`
const deployedAt = formatIso(new Date(Date.now() - MINUTES_SINCE_DEPLOY * 60_000))

const EVENT = {
  pull_request: { number: 14, head: { repo: { full_name: repository } } },
  deployment: { sha: MERGED, environment: 'production' },
  deployment_status: { state: 'success', created_at: deployedAt },
  inputs: { testId: `${SHOP.tests[0]?.testId}`, test: 'Shop front page', hours: '6', deployedAt },
}

for (const { file, yaml } of exampleWorkflows()) {
  const { log, ...seen } = await runWithAct(yaml)
  const comments = yaml.includes('comment: true') ? 1 : 0
  const expected = { exitCode: 0, snapshots: 1, comments, ...EXPECTED[file] }
  console.log(`examples/${file}:`, seen)
  if (isDeepStrictEqual(seen, expected)) continue
  console.log('Expected was', expected, `and act said:\n${log}`)
  process.exitCode = 1
}

async function runWithAct(yaml: string) {
  const organization = { ...SHOP, minutesSinceDeploy: MINUTES_SINCE_DEPLOY }
  const thousandEyes = await startThousandEyes(systemClock, { organization })
  const gitHub = await startGitHub(systemClock)
  const slack = await listen((_, response) => response.end('ok'))
  const folder = mkdtempSync(join(tmpdir(), 'act-'))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const workflow = yaml
    .replace(/^( *)waitForRounds: 3$/m, `$&\n$1deployedAt: ${deployedAt}`)
    .replace(/^ *queue: max\n/m, '')
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
      ...[/^ {2}(\w+):/m.exec(yaml)?.[1] ?? '', '--workflows', file('workflow.yml', workflow)],
      ...['--eventpath', file('event.json', JSON.stringify(EVENT))],
      ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'self-hosted=-self-hosted'],
      ...['--local-repository', `your-org/thousandeyes-snapshot@v1.0.0=${resolve(action)}`],
      ...['--action-cache-path', join(folder, 'cache'), '--container-daemon-socket', '-'],
      ...['--env-file', file('env', lines(env)), '--secret-file', file('secrets', lines(secrets))],
      ...['--var-file', file('vars', lines({ TE_TEST_ID: EVENT.inputs.testId }))],
      ...['--input-file', file('inputs', lines(EVENT.inputs))],
    ])
    return { ...ended, snapshots: thousandEyes.made.length, comments: gitHub.comments.length }
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
