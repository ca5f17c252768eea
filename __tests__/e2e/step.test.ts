import { expect, it } from '@jest/globals'
import { annotations, FRONT_PAGE, openSandbox } from './sandbox.ts'

it('a step takes a private snapshot and passes its link to later steps, the job summary and the log', async () => {
  const { step, thousandEyes } = await openSandbox()
  const startMs = performance.now()
  const { exitCode, outputs, summary, log, stderr } = await step({ testId: 'Shop front page' })
  const viewUrl = thousandEyes.made[0]?.link
  const window = { from: '2026-11-23T07:37:00Z', to: '2026-11-23T08:37:00Z' }
  const of = { createdAt: '2026-11-23T08:37:42Z', expiresAt: '2026-12-23T08:37:42Z' }
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(outputs).toEqual({
    ...window,
    viewUrl,
    snapshotId: 'snap001',
    expiresAt: of.expiresAt,
    displayName: 'octo-shop/storefront@4f1c2d3 · Deploy #42',
    snapshots: expect.any(String),
    verdict: '',
    markdown: summary.trimEnd(),
    measurements: expect.stringMatching(/^\[\{"testId":"281474976710706","testName":"Shop front page","alerts":1,/),
  })
  expect(JSON.parse(outputs['snapshots'] ?? '')).toEqual([
    {
      ...window,
      ...of,
      testId: FRONT_PAGE,
      testName: 'Shop front page',
      snapshotId: 'snap001',
      viewUrl,
      isPublic: false,
    },
  ])
  expect(summary).toContain('### 📸 ThousandEyes: snapshot of Shop front page taken')
  expect(log.split('\n').slice(0, 4)).toEqual([
    `Found 1 test: "Shop front page" (${FRONT_PAGE}, every 1 min).`,
    'Taking 1 private snapshot from 2026-11-23 07:37 UTC to 2026-11-23 08:37 UTC: Shop front page.',
    `Shop front page: ${viewUrl} (login required, expires 2026-12-23 08:37 UTC)`,
    '▾ Measurements',
  ])
  // The process ends as soon as its work is done.
  expect(performance.now() - startMs).toBeLessThan(5_000)
})

it('outputs that cannot be written fail the step, with the link in log, summary and comment', async () => {
  const { step, thousandEyes, gitHub } = await openSandbox()
  const result = await step({ comment: 'true', prNumber: '14' }, { env: { GITHUB_OUTPUT: '/' } })
  const link = thousandEyes.made[0]?.link
  expect(result.exitCode).toBe(1)
  for (const text of [result.log, result.summary, gitHub.comments[0]?.body]) expect(text).toContain(link)
  expect(annotations(result, 'error')).toEqual([expect.stringMatching(/^The outputs could not be written: "Error: E/)])
})
