import { expect, it } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import { runWorkflow } from '../../sandbox/workflow.ts'
import { openSandbox } from './sandbox.ts'

const time = { clock: manualClock(new Date('2026-11-23T08:37:42Z')) }
const around = { values: {}, env: {}, payloads: {}, time }

const YAML = `
on: { workflow_dispatch: { inputs: { service: { default: shop } } } }
env: { REGION: eu }
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
        run: ./after.sh
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
    expect.stringMatching(/^deploy: step 4 .*after\.sh.*\n\(the script was not run any further/),
  ]
  expect(done).toEqual([
    ...deploy('shop'),
    ...deploy('api'),
    'judge: step 1 | judged 1795423062',
    'reported | skipped',
    'last | skipped',
  ])
})

it('a failed step ends its job, and a value that nothing is known about is named', async () => {
  const failing = 'on: push\njobs: { one: { steps: [{ run: exit 3 }, { run: echo never }] } }'
  expect(await runWorkflow(failing, around)).toMatchObject({ failed: true, event: 'push', printed: '' })
  const unknown = 'on: push\njobs: { one: { steps: [{ if: vars.NONE, run: echo }] } }'
  await expect(runWorkflow(unknown, around)).rejects.toThrow('vars.NONE')
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
