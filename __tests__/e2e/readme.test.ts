import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { type Context, printedWorkflows, runWorkflow } from '../../sandbox/workflow.ts'
import { withTables } from '../../scripts/tables.ts'
import { FRONT_PAGE, openSandbox } from './sandbox.ts'

const context: Context = {
  'secrets.TE_TOKEN': SHOP.deployer.token,
  'vars.TE_TEST_ID': FRONT_PAGE,
  'inputs.testId': FRONT_PAGE,
  'inputs.hours': '24',
  'inputs.isPublic': '',
}

test('the README has a workflow for each of the three uses', () => {
  expect(printedWorkflows().map(({ title }) => title)).toEqual(['After a deploy', 'For a pull request', 'By hand'])
})

test('every workflow of the README names its permissions', () => {
  for (const { yaml } of printedWorkflows()) expect(yaml).toMatch(/^permissions:/m)
})

test.each(printedWorkflows())('the workflow "$title" works as printed', async ({ yaml }) => {
  const { clock, thousandEyes, gitHub } = await openSandbox()
  const base = {
    env: { TE_BASE_URL: thousandEyes.url, GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl },
    event: { name: '', payload: { pull_request: { number: 14 } } },
  }
  const { actions, printed } = await runWorkflow(yaml, context, base, { clock })
  expect(actions.map(({ result: { exitCode } }) => exitCode)).toEqual([0])
  expect(thousandEyes.made).toHaveLength(1)
  expect(gitHub.comments).toHaveLength(yaml.includes('comment: true') ? 1 : 0)
  expect(actions[0]?.result.summary).toContain(thousandEyes.made[0]?.link)
  if (yaml.includes('outputs.viewUrl')) expect(printed).toContain(thousandEyes.made[0]?.link)
})

const scale = printedWorkflows('docs/scale.md')

test('docs/scale.md has a workflow for each way to share the quota', () => {
  expect(scale.map(({ title }) => title)).toEqual([
    'One queue in a repository',
    'One job for each service',
    'One workflow for many repositories',
    'Its caller',
    'One queue for all repositories',
  ])
})

test.each(scale)('the workflow "$title" works as printed', async ({ yaml }) => {
  expect(yaml).toMatch(/^permissions:/m)
  const { clock, thousandEyes, gitHub } = await openSandbox()
  const base = {
    env: { TE_BASE_URL: thousandEyes.url, GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl },
    event: { name: '', payload: { pull_request: { number: 14 } } },
  }
  const more = { 'matrix.service': 'shop', 'matrix.testId': FRONT_PAGE, 'inputs.title': 'your-org/shop@4f1c2d3' }
  const { actions } = await runWorkflow(yaml, { ...context, ...more }, base, { clock })
  const takesOne = yaml.includes('thousandeyes-snapshot@v1')
  expect(actions.map(({ result: { exitCode } }) => exitCode)).toEqual(takesOne ? [0] : [])
  expect(thousandEyes.made).toHaveLength(takesOne ? 1 : 0)
})

test("the README's tables are what action.yml says (npm run docs)", () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  expect(readme).toBe(withTables(readme))
  expect(readme).toContain(
    '| `displayName` |  | Title of the snapshot. When empty, `{owner}/{repo}@{sha7} · {workflow} #{run number}`. |',
  )
})
