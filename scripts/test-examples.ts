/**
 * Runs the workflows of the README and docs/examples.md with act, unchanged except for their waits and for the deploy that is
 * to fail. The action comes from a folder with the files that a job downloads: `node scripts/test-examples.ts ACT ACTION`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { STOREFRONT } from '../sandbox/github/repository.ts'
import { startGitHub } from '../sandbox/github/server.ts'
import { listen } from '../sandbox/server.ts'
import { SHOP } from '../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../sandbox/thousandeyes/server.ts'
import { documentedWorkflows } from '../sandbox/workflow.ts'
import { systemClock } from '../src/time.ts'

const [act = 'act', action = '.'] = process.argv.slice(2)

/** What calls a workflow of another repository has nothing to run here. */
const NOT_RUN = ['Its caller']

/** Snapshots that are made, where it is not one. */
const SNAPSHOTS: Readonly<Record<string, number>> = { 'A matrix': 2 }

const FAILED_DEPLOY = 'When the deploy failed'

/** The runner's own commit, which was merged as pull request 12. */
const MERGED = '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d'

const EVENT = {
  pull_request: { number: 14 },
  deployment: { sha: MERGED, environment: 'production' },
  deployment_status: { state: 'success' },
  inputs: { testId: SHOP.tests[0]?.testId, hours: '6', isPublic: 'false' },
}

for (const page of ['README.md', 'docs/examples.md']) {
  for (const { title, yaml } of documentedWorkflows(page).filter(workflow => !NOT_RUN.includes(workflow.title))) {
    const fails = title === FAILED_DEPLOY
    const { log, ...seen } = await runWithAct(fails ? yaml.replace('echo "Your deploy goes here"', 'exit 1') : yaml)
    const comments = yaml.includes('comment: true') ? 1 : 0
    const expected = { exitCode: fails ? 1 : 0, snapshots: SNAPSHOTS[title] ?? 1, comments }
    console.log(`${page}, ${title}:`, seen)
    if (isDeepStrictEqual(seen, expected)) continue
    console.log('Expected was', expected, `and act said:\n${log}`)
    process.exitCode = 1
  }
}

async function runWithAct(yaml: string) {
  const thousandEyes = await startThousandEyes(systemClock)
  const gitHub = await startGitHub(systemClock)
  const slack = await listen((_, response) => response.end('ok'))
  const folder = mkdtempSync(join(tmpdir(), 'act-'))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const workflow = yaml.replace(/(?<=waitMinutes: )\d+/, '0.01')
  const env = {
    TE_BASE_URL: thousandEyes.url,
    GITHUB_API_URL: gitHub.url,
    GITHUB_GRAPHQL_URL: gitHub.graphqlUrl,
    GITHUB_REPOSITORY: `${STOREFRONT.owner}/${STOREFRONT.name}`,
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
      ...['--local-repository', `your-org/thousandeyes-snapshot@v1=${resolve(action)}`],
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
