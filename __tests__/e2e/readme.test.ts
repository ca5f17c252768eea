import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { documentedWorkflows, exampleWorkflows, lacksJq } from '../../sandbox/examples.ts'
import type { Organization } from '../../sandbox/thousandeyes/organization.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { runWorkflow, type Values } from '../../sandbox/workflow.ts'
import { PAGES, withGeneratedParts } from '../../scripts/docs-tables.ts'
import { openSandbox } from './sandbox.ts'

const VALUES: Values = {
  'secrets.TE_TOKEN': SHOP.deployer.token,
  'secrets.SLACK_WEBHOOK_URL': 'https://hooks.slack.example',
  inputs: { testId: 'Shop front page', hours: '24', deployedAt: '2026-11-23T08:37:42Z', test: 'Shop front page' },
}

const examples = exampleWorkflows()
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** A test that is skipped, with the reason, when this machine lacks a command that GitHub's runners have. */
function testWorkflow(name: string, yaml: string, body: () => Promise<void>): void {
  if (lacksJq(yaml)) it.skip(`${name}: skipped, because this machine has no jq`, body)
  else it(name, body)
}

/** Runs a workflow against a sandbox. */
async function tryOut(yaml: string, more: Values = {}, organization: Partial<Organization> = {}) {
  const { clock, thousandEyes, gitHub } = await openSandbox(organization)
  const env = { TE_BASE_URL: thousandEyes.url, GITHUB_API_URL: gitHub.url, GITHUB_GRAPHQL_URL: gitHub.graphqlUrl }
  const values = { ...VALUES, ...more }
  const result = await runWorkflow(yaml, { values, startJob: async () => env, time: { clock } })
  return { ...result, thousandEyes, gitHub }
}

function example(file: string): string {
  return examples.find(one => one.file === file)?.yaml ?? ''
}

describe('the examples', () => {
  it('are in the README for each use case', () => {
    const files = ['quick-start.yml', 'gate.yml', 'deployment-status.yml', 'pull-request.yml', 'incident.yml']
    expect(documentedWorkflows().map(({ file }) => file)).toEqual(files)
  })

  it('are all shown on a page, and each on one only', () => {
    const shown = PAGES.flatMap(page => documentedWorkflows(page).map(({ file }) => file))
    expect(shown.sort()).toEqual(examples.map(({ file }) => file))
  })

  it.each(PAGES)('are the only YAML in %s, so that all of it is tested', page => {
    expect(read(page).split('```yaml').slice(1)).toHaveLength(documentedWorkflows(page).length)
  })

  it.each(PAGES)('and the tables are up to date in %s (npm run docs)', page => {
    expect(read(page)).toBe(withGeneratedParts(read(page)))
  })

  it('name their permissions, and pin the action to a full version', () => {
    for (const { yaml } of examples) {
      expect(yaml).toMatch(/^permissions:/m)
      const versions = Array.from(
        yaml.matchAll(/uses: your-org\/thousandeyes-snapshot@(.*)/g),
        ([, version]) => version,
      )
      expect(versions).toEqual(['v1.0.0 # Dependabot updates this version'])
    }
  })
})

describe.each(examples)('the workflow in examples/$file', ({ yaml }) => {
  testWorkflow('does what it is for', yaml, async () => {
    const { failed, actions, thousandEyes, gitHub } = await tryOut(yaml)
    // The sandbox's front page gets worse when it starts, so that a gate fails.
    expect(failed).toBe(yaml.includes('failOn:'))
    expect(thousandEyes.made.map(({ test }) => test.testName)).toEqual(['Shop front page'])
    expect(gitHub.comments).toHaveLength(/comment: (true|onFailure)/.test(yaml) ? 1 : 0)
    expect(actions.map(({ summary }) => summary)).toEqual([expect.stringContaining(`](${thousandEyes.made[0]?.link})`)])
    if (!yaml.includes('waitForRounds: 3')) return
    const [measured] = JSON.parse(actions[0]?.outputs['measurements'] ?? '')
    expect(measured.metrics[0].after.count).toBeGreaterThanOrEqual(3)
  })

  // A workflow that people start has its secrets.
  if (!yaml.includes('workflow_dispatch')) {
    it('takes no snapshot in a run of Dependabot, which has no secrets', async () => {
      const { failed, actions } = await tryOut(yaml, { 'github.actor': 'dependabot[bot]', 'secrets.TE_TOKEN': '' })
      expect({ failed, actions }).toEqual({ failed: false, actions: [] })
    })
  }
})

describe('the gate', () => {
  it('rolls back after a deploy that made things worse', async () => {
    const { actions, printed, thousandEyes, gitHub } = await tryOut(example('gate.yml'))
    expect(printed).toBe('Your deploy goes here\nYour rollback goes here\n')
    const link = thousandEyes.made[0]?.link
    const [{ outputs, summary, log } = { outputs: {}, summary: '', log: '' }] = actions
    expect(outputs).toMatchObject({ verdict: 'fail', viewUrl: link, prNumber: '12' })
    for (const markdown of [summary, gitHub.comments[0]?.body]) {
      expect(markdown).toContain('### ❌ ThousandEyes: Shop front page got worse after the deploy: responseTime +')
      expect(markdown).toContain(`](${link})`)
    }
    // Last of all, when everything is written.
    expect(log).toMatch(/The report is on pull request #12: [\s\S]*Error: Shop front page got worse[^\n]*\n$/)
  })

  it('does not roll back when the token is wrong', async () => {
    const { failed, actions, printed } = await tryOut(example('gate.yml'), {
      'secrets.TE_TOKEN': 'not-the-token-0123456789',
    })
    expect(failed).toBe(true)
    expect(actions.map(({ outputs }) => outputs['verdict'])).toEqual(['unknown'])
    expect(printed).toBe('Your deploy goes here\n')
  })
})

it('a preview from a fork, which has no secrets, takes no snapshot', async () => {
  const fork = { 'github.event.pull_request.head.repo.full_name': 'somebody/storefront' }
  const { failed, actions } = await tryOut(example('pull-request.yml'), fork)
  expect({ failed, actions }).toEqual({ failed: false, actions: [] })
})

it.each([
  ['github.event.deployment_status.state', 'in_progress'],
  ['github.event.deployment.environment', 'preview'],
])('a deployment whose %s is %s takes no snapshot', async (path, value) => {
  const { actions } = await tryOut(example('deployment-status.yml'), { [path]: value })
  expect(actions).toEqual([])
})

it('every deploy is judged, and one that is fine takes no snapshot and writes no comment', async () => {
  const tests = SHOP.tests.map(test => ({ ...test, afterDeploy: 1 }))
  const { failed, actions, thousandEyes, gitHub } = await tryOut(example('every-deploy.yml'), {}, { tests })
  expect(failed).toBe(false)
  expect(actions.map(({ outputs }) => outputs['verdict'])).toEqual(['pass'])
  expect([thousandEyes.made, gitHub.comments]).toEqual([[], []])
})

it('production goes on without a snapshot', async () => {
  const { failed, actions } = await tryOut(example('environment.yml'), {}, { tests: [] })
  expect(failed).toBe(false)
  expect(actions.map(({ exitCode }) => exitCode)).toEqual([1])
})

testWorkflow('Slack gets the report as Markdown, without what is folded', example('incident.yml'), async () => {
  const { actions, printed } = await tryOut(example('incident.yml'))
  const [text] = (actions[0]?.outputs['markdown'] ?? '').split('<details>')
  const [command, body] = printed.split(/(?<=\)\n)/)
  expect(command).toMatch(/^\(not run in the sandbox: curl .*--json @- https:\/\/hooks\.slack\.example\)\n$/)
  expect(JSON.parse(body ?? '')).toEqual({ blocks: [{ type: 'markdown', text }] })
})
