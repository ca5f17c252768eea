import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { runWorkflow } from '../../sandbox/workflow.ts'
import { openSandbox } from './sandbox.ts'

const time = { clock: manualClock(new Date('2026-11-23T08:37:42Z')) }
const around = { values: {}, startJob: async () => ({}), time }

const FILE = join(tmpdir(), 'written-by-a-workflow')

const YAML = `
on: { workflow_dispatch: { inputs: { service: { default: shop } } }, workflow_call: { inputs: { region: { default: eu } } } }
env: { REGION: "\${{ inputs.region }}", FILE: "${FILE}" }
jobs:
  judge:
    needs: deploy
    if: needs.deploy.outputs.time != ''
    runs-on: ubuntu-latest
    steps:
      - run: echo "judged \${{ needs.deploy.outputs.time }}"
  deploy:
    strategy: { matrix: { service: ["\${{ inputs.service }}", api] } }
    outputs: { time: "\${{ steps.deploy.outputs.time }}" }
    steps:
      - uses: actions/checkout@v5
      - id: deploy
        name: Deploy
        run: |
          kubectl apply --context $REGION
          curl https://api.example/deploy
          echo "time=$(date +%s)" >> "$GITHUB_OUTPUT"
          echo "COLOR=blue" >> "$GITHUB_ENV"
      - run: echo "$COLOR \${{ matrix.service }}"
      - if: always()
        run: |
          set -euxo pipefail
          ./after.sh "$FILE" > /dev/null 2>&1
          STAGE=live /usr/bin/touch $FILE
          echo "a -> b" > "$FILE"
          echo "[$(npm version)]" '>' "$FILE"
          bash -c "touch $FILE" || true
          . "$FILE/activate"
          export PATH=/usr/bin:/bin
          touch $FILE
          cat < /dev/tcp/127.0.0.1/1
          until [ "$(kubectl get pod)" = ready ]; do sleep 9; done
      - { run: print(1), shell: python }
      - { run: '{ echo a; } > "$FILE"' }
      - { run: cat VERSION }
  last:
    needs: [judge, reported]
    steps: [{ run: echo never }]
  reported:
    if: failure()
    steps: [{ run: echo never }]
`

it('a workflow runs its jobs in order, and neither programs nor requests of its own', async () => {
  const done: string[] = []
  const { failed, event } = await runWorkflow(YAML, {
    ...around,
    onDone: (title, what) => done.push(`${title} | ${what}`),
  })
  expect({ failed, event }).toEqual({ failed: false, event: 'workflow_dispatch' })
  const deploy = (service: string) => [
    'deploy: actions/checkout@v5 | skipped: the sandbox runs no other action',
    'deploy: Deploy | (not run in the sandbox: kubectl apply --context eu)\n(not run in the sandbox: curl https://api.example/deploy)',
    `deploy: step 3 | blue ${service}`,
    `deploy: step 4 | (not run in the sandbox: ./after.sh "$FILE")
(not run in the sandbox: STAGE=live /usr/bin/touch $FILE)
(not run in the sandbox: echo "a -> b" > "$FILE")
(not run in the sandbox: npm version)
[] > ${FILE}
(not run in the sandbox: bash -c touch ${FILE})
(not run in the sandbox: . ${FILE}/activate)
(not run in the sandbox: export PATH=/usr/bin:/bin)
(not run in the sandbox: touch ${FILE})
(not run in the sandbox: cat < /dev/tcp/127.0.0.1/1)
(not run in the sandbox: kubectl get pod)
(the script was not run any further: it waits for a command of yours)`,
    'deploy: step 5 | skipped: the sandbox runs no python',
    expect.stringMatching(/^deploy: step 6 .*restricted: .*\n\(the script was not run any further/),
    expect.stringMatching(/^deploy: step 7 .*VERSION: .*\n\(the script was not run any further/),
  ]
  expect(done).toEqual([
    ...deploy('shop'),
    ...deploy('api'),
    'judge: step 1 | judged 1795423062',
    'reported | skipped',
    'last | skipped',
  ])
  expect(existsSync(FILE)).toBe(false)
})

it('a failed step ends its job', async () => {
  const failing = 'on: push\njobs: { one: { steps: [{ run: exit 3 }, { run: echo never }] } }'
  expect(await runWorkflow(failing, around)).toMatchObject({ failed: true, event: 'push', printed: '' })
})

it.each([
  ['a value that nothing is known about', 'if: vars.NONE, run: echo', 'vars.NONE'],
  ['a mistyped input', 'uses: ./, with: { waitForRound: 3 }', 'Did you mean waitForRounds?'],
  ['a list of tests', 'uses: ./, with: { testId: [a, b] }', 'jobs.one.steps.0.with.testId: must be one value.'],
])('%s is named', async (_, step, message) => {
  await expect(runWorkflow(`on: push\njobs: { one: { steps: [{ ${step} }] } }`, around)).rejects.toThrow(message)
})

it('a step that uses the action passes its outputs on', async () => {
  const { inputs, clock } = await openSandbox()
  const yaml = `
on: push
jobs:
  snapshot:
    steps:
      - uses: ./
        id: snapshot
        with: { testId: 'none', apiToken: '${inputs['apiToken']}' }
        continue-on-error: true
      - run: echo "[\${{ steps.snapshot.outputs.viewUrl }}] \${{ steps.snapshot.outcome }}"`
  const { printed, actions } = await runWorkflow(yaml, { ...around, time: { clock } })
  expect({ printed, exitCodes: actions.map(({ exitCode }) => exitCode) }).toEqual({
    printed: '[] failure\n',
    exitCodes: [1],
  })
})

it('the combinations of a matrix start at the same time, with the permissions of the job', async () => {
  const { inputs, env, clock, gitHub } = await openSandbox()
  const yaml = `
on: pull_request
permissions: { pull-requests: write }
jobs:
  snapshot:
    permissions: { contents: read }
    strategy: { matrix: { group: [staging, production] } }
    steps:
      - uses: ./
        with: { testId: Checkout, apiToken: '${inputs['apiToken']}', waitForRounds: 1, comment: true, prNumber: 14 }`
  const around = {
    values: {},
    startJob: async () => ({ ...env, TE_BASE_URL: inputs['apiUrl'] ?? '' }),
    payloads: {},
    time: { clock },
  }
  const { actions } = await runWorkflow(yaml, around)
  const [first, second] = actions.map(({ outputs }) => outputs['to'])
  expect(second).toBe(first)
  expect(actions[0]?.log).toContain('pull-requests: write')
  expect(gitHub.comments).toEqual([])
})
