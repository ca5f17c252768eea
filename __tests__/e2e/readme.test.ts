import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { listen } from '../../sandbox/server.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { documentedWorkflows, type ExpressionContext, runWorkflow } from '../../sandbox/workflow.ts'
import { PAGES, withTables } from '../../scripts/docs-tables.ts'
import { FRONT_PAGE, OTHER_GROUP, openSandbox } from './sandbox.ts'

const DEPLOY = 'echo "Your deploy goes here"'

const context: ExpressionContext = {
  'secrets.TE_TOKEN': SHOP.deployer.token,
  'vars.TE_TEST_ID': FRONT_PAGE,
  'vars.PROXY_URL': 'http://proxy.corp.example:3128',
  'inputs.testId': FRONT_PAGE,
  'inputs.hours': '24',
  'inputs.isPublic': '',
  'matrix.region': 'America',
  'matrix.aid': '1002',
  'matrix.testId': OTHER_GROUP,
  'needs.snapshot.outputs.viewUrl': 'https://app.thousandeyes.com/view/tests/',
  'github.run_number': '42',
  'github.event.deployment.environment': 'production',
}

const event = {
  name: '',
  payload: { pull_request: { number: 14 }, deployment: { sha: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d' } },
}

const documented = ['README.md', 'docs/examples.md'].flatMap(page =>
  documentedWorkflows(page).map(workflow => ({ page, ...workflow })),
)

/** The commands of a workflow that GitHub's runners have and this machine lacks. */
function commandsMissing(yaml: string): readonly string[] {
  const isMissing = (command: string) => spawnSync(command, ['--version']).error !== undefined
  return ['jq', 'curl'].filter(command => yaml.includes(`${command} --`) && isMissing(command))
}

/** A test that is skipped, with the reason, when one of the commands is missing. */
function testWorkflow(name: string, yaml: string, body: () => Promise<void>): void {
  const reason = commandsMissing(yaml)
  if (reason.length === 0) it(name, body)
  else it.skip(`${name}: skipped, because this machine has no ${reason.join(' and no ')}`, body)
}

/** Runs a workflow against a sandbox, and records the messages to Slack. */
async function tryOut(yaml: string, more: ExpressionContext = {}) {
  const { clock, thousandEyes, gitHub } = await openSandbox()
  const slackReceived: string[] = []
  const slack = await listen(({ body }, response) => {
    slackReceived.push(body)
    response.end('ok')
  })
  try {
    const env = { TE_BASE_URL: thousandEyes.url, GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl }
    const values = { ...context, ...more, 'secrets.SLACK_WEBHOOK_URL': slack.url }
    const result = await runWorkflow(yaml, values, { env, event }, { clock })
    return { ...result, thousandEyes, gitHub, slackReceived }
  } finally {
    await slack.close()
  }
}

function workflowUnder(title: string): string {
  return documented.find(workflow => workflow.title === title)?.yaml ?? ''
}

it('the README has a workflow for each use case', () => {
  const titles = ['After a deploy', 'With a gate', 'For a pull request', 'By hand']
  expect(documentedWorkflows().map(({ title }) => title)).toEqual(titles)
})

it.each(['README.md', 'docs/examples.md'])(
  'all YAML in %s is part of a complete workflow, so that it is tested',
  page => {
    const markdown = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
    expect(documentedWorkflows(page)).toHaveLength(markdown.split('```yaml').length - 1)
  },
)

it('every workflow names its permissions', () => {
  for (const { yaml } of documented) expect(yaml).toMatch(/^permissions:/m)
})

describe.each(documented)('the workflow "$title" in $page', ({ yaml }) => {
  testWorkflow('succeeds as documented', yaml, async () => {
    const { failed, actions, thousandEyes, gitHub, printed, slackReceived } = await tryOut(yaml)
    // The sandbox's tests get worse when it starts, so that a gate fails.
    expect(failed).toBe(yaml.includes('failOn:'))
    expect(thousandEyes.made).toHaveLength(actions.length)
    expect(gitHub.comments).toHaveLength(yaml.includes('comment: true') ? 1 : 0)
    for (const { result } of actions) {
      const link = thousandEyes.made[0]?.link
      expect(result.summary).toContain(link)
      if (yaml.includes('$VIEW_URL')) expect(printed + slackReceived.join()).toContain(link)
    }
  })
})

it('the gate in the README fails after the deploy, and a later step rolls back', async () => {
  const { actions, printed } = await tryOut(workflowUnder('With a gate'))
  expect(actions.map(({ result: { outputs } }) => outputs['verdict'])).toEqual(['fail'])
  expect(printed).toBe('Your deploy goes here\nYour rollback goes here\n')
})

const SLACK = workflowUnder('A message in Slack')
testWorkflow('the message to Slack is JSON with the link', SLACK, async () => {
  const { slackReceived, thousandEyes } = await tryOut(SLACK)
  const text = `Deployed. What ThousandEyes saw: <${thousandEyes.made[0]?.link}>`
  expect(slackReceived.map(body => JSON.parse(body))).toEqual([{ text }])
})

it('a failed deploy leaves a snapshot, and the job fails', async () => {
  const yaml = workflowUnder('When the deploy failed')
  expect(yaml).toContain(DEPLOY)
  const { failed, actions, thousandEyes } = await tryOut(yaml.replace(DEPLOY, 'exit 1'))
  expect(failed).toBe(true)
  expect(thousandEyes.made).toHaveLength(1)
  expect(actions.map(({ result: { outputs } }) => outputs['displayName'])).toEqual(['Failed deploy 42'])
})

it('a step that may fail does not block the job, and the gate warns that there is no snapshot', async () => {
  const yaml = workflowUnder('A gate that no snapshot blocks').replace(`\${{ vars.TE_TEST_ID }}`, '1')
  const { failed, actions, printed } = await tryOut(yaml)
  expect(failed).toBe(false)
  expect(actions.map(({ result: { exitCode } }) => exitCode)).toEqual([1])
  expect(printed).toContain('::warning::No snapshot was made.')
})

const scale = documentedWorkflows('docs/scale.md')

it('docs/scale.md has a workflow for each way to share the quota', () => {
  expect(scale.map(({ title }) => title)).toEqual([
    'One queue in a repository',
    'One job for each service',
    'One queue for all repositories',
  ])
})

it.each(scale)('the workflow "$title" succeeds as documented', async ({ yaml }) => {
  expect(yaml).toMatch(/^permissions:/m)
  const more = { 'matrix.service': 'shop', 'matrix.testId': FRONT_PAGE, 'inputs.title': 'your-org/shop@4f1c2d3' }
  const { actions, thousandEyes } = await tryOut(yaml, more)
  const takesOne = yaml.includes('thousandeyes-snapshot@v1')
  expect(actions.map(({ result: { exitCode } }) => exitCode)).toEqual(takesOne ? [0] : [])
  expect(thousandEyes.made).toHaveLength(takesOne ? 1 : 0)
})

it.each(PAGES)('the tables of %s are up to date (npm run docs)', page => {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
  expect(text).toBe(withTables(text))
})

it('the README has the descriptions of action.yml word for word', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  expect(readme).toContain(
    '| `displayName` |  | Title of the snapshot. When empty, `{owner}/{repo}@{sha7} · {workflow} #{run number}`. |',
  )
})
