import { describe, expect, it } from '@jest/globals'
import { answer, made, NOW, PRIVATE_LINK, runWith, SHARE_LINK } from './helpers.ts'

const visibleLines = (lines: readonly string[]) => lines.filter(line => !line.startsWith('debug '))

describe('run', () => {
  it('takes a snapshot of the hour before and says so, and the link is in the last line as well', async () => {
    const { exitCode, lines, outputs } = await runWith({ measure: 'false' })
    expect(exitCode).toBe(0)
    expect(visibleLines(lines)).toEqual([
      'info Taking 1 private snapshot from 2026-11-23 07:37 UTC to 2026-11-23 08:37 UTC: test 1.',
      `info Shop: ${PRIVATE_LINK} (needs a login, until 2026-12-23 08:37 UTC)`,
      `notice snapshot of Shop taken. Snapshot: ${PRIVATE_LINK} (needs a login, until 23 Dec 2026)`,
    ])
    expect(outputs).toMatchObject({ viewUrl: PRIVATE_LINK, snapshotId: 'abc', expiresAt: '2026-12-23T08:37:42Z' })
  })

  it('moves the window by the wait before the snapshot, and says every five minutes how long it still takes', async () => {
    const { lines, outputs } = await runWith({ waitMinutes: '12.5' })
    expect(outputs['to']).toBe('2026-11-23T08:50:00Z')
    expect(visibleLines(lines).slice(0, 3)).toEqual([
      'info Waiting 12 min 30 s before the snapshot, so that its window holds what comes after the deploy.',
      'info 7 min 30 s to go.',
      'info 2 min 30 s to go.',
    ])
  })

  it('says who can open a public snapshot', async () => {
    const { exitCode, lines } = await runWith({ isPublic: 'true' }, [made(SHARE_LINK)])
    expect(exitCode).toBe(0)
    expect(lines.join('\n')).toContain(`${SHARE_LINK} (open to anyone with the link, until`)
    expect(lines.join('\n')).not.toMatch(/^warning/m)
  })

  it('warns and passes when a public snapshot was requested and the link is no share link', async () => {
    const { exitCode, lines, outputs } = await runWith({ isPublic: 'true', measure: 'false' }, [made(PRIVATE_LINK)])
    expect({ exitCode, viewUrl: outputs['viewUrl'] }).toEqual({ exitCode: 0, viewUrl: PRIVATE_LINK })
    expect(JSON.parse(outputs['snapshots'] ?? '')).toMatchObject([{ isPublic: false }])
    expect(visibleLines(lines).slice(-3)).toEqual([
      `info Shop: ${PRIVATE_LINK} (may need a login, although a public one was requested, until 2026-12-23 08:37 UTC)`,
      expect.stringMatching(/^warning Shop: A public snapshot was requested, but its link is no share link:/),
      `notice snapshot of Shop taken. Snapshot: ${PRIVATE_LINK} (may need a login, although a public one was requested, until 23 Dec 2026)`,
    ])
  })

  it('does not comment when a snapshot is public although a private one was requested', async () => {
    const { exitCode, lines } = await runWith({ comment: 'true', githubToken: 'a-token-of-github' }, [made(SHARE_LINK)])
    expect(exitCode).toBe(1)
    expect(lines.join('\n')).not.toMatch(/comment/i)
  })

  it('keeps the snapshot of one test when another test fails, and fails', async () => {
    const { exitCode, lines, outputs } = await runWith({ testId: '1 2' }, [answer(404), made()])
    expect(exitCode).toBe(1)
    expect(JSON.parse(outputs['snapshots'] ?? '')).toMatchObject([{ testId: '2', viewUrl: PRIVATE_LINK }])
    expect(lines.at(-1)).toMatch(/^error Test 1: ThousandEyes answered 404 Not Found/)
  })

  it('names all wrong inputs, and sends nothing', async () => {
    const { exitCode, lines, sent } = await runWith({ hours: '3', aid: 'x' })
    expect({ exitCode, sent }).toEqual({ exitCode: 1, sent: [] })
    expect(lines).toEqual([
      'error Input hours: "3" is not a length that ThousandEyes offers: use 1, 2, 4, 6, 12, 24, 48.',
      'error Input aid: "x" is not an account group id: digits only.',
    ])
  })

  it('takes no snapshot when the job is cancelled during the wait before it', async () => {
    const { exitCode, lines, sent } = await runWith({ waitMinutes: '1' }, [], { signal: AbortSignal.abort() })
    expect({ exitCode, sent }).toEqual({ exitCode: 1, sent: [] })
    expect(lines.at(-1)).toBe('error The job was cancelled before a snapshot was requested.')
  })

  it.each([[new Error('out of luck')], ['no error at all']])(
    'reports an unexpected error in one line, with its stack in the debug log: %s',
    async thrown => {
      const { exitCode, lines } = await runWith({}, [], {
        onRequest: () => {
          throw thrown
        },
      })
      expect(exitCode).toBe(1)
      expect(visibleLines(lines).at(-1)).toMatch(
        /^error Test 1: Unexpected error: ".*"\. Please report it\. A snapshot may have been created anyway: /,
      )
    },
  )
})

describe('a dry run', () => {
  it('shows what would be sent, and sends nothing', async () => {
    const { exitCode, lines, outputs, sent } = await runWith({ dryRun: 'true', aid: '7' })
    expect({ exitCode, sent }).toEqual({ exitCode: 0, sent: [] })
    expect(lines).toEqual([
      'info Dry run: every input is fine, and nothing is sent. This would be:',
      'info POST https://api.thousandeyes.com/v7/tests/1/snapshot?aid=7 {"displayName":"octo-shop/storefront@4f1c2d3 · Deploy #42","startDate":"2026-11-23T07:37:00Z","endDate":"2026-11-23T08:37:00Z","isPublic":false}',
      'info Then the results and alerts of the tests in this window would be read.',
    ])
    expect(outputs).toMatchObject({ viewUrl: '', snapshotId: '', snapshots: '[]', to: '2026-11-23T08:37:00Z' })
  })

  it('does not wait, but shows the window as it would be after the wait', async () => {
    const { lines, outputs, endedAt } = await runWith({ dryRun: 'true', waitMinutes: '10' })
    expect(endedAt).toEqual(NOW)
    expect(outputs['to']).toBe('2026-11-23T08:47:00Z')
    expect(lines[0]).toContain('After a wait of 10 min')
  })
})

describe('a hostile service', () => {
  it('keeps no link from the outputs by a body that is too deep to be read recursively', async () => {
    const token = 'token-0123456789'
    const depth = 5_000
    const link = '{"appLink":{"href":"https://app.thousandeyes.com/x"}}'
    const body = `{"e":"${token}","_links":${link},"d":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const { exitCode, outputs, lines } = await runWith({ apiToken: token, measure: 'false' }, [answer(201, body)])
    expect({ exitCode, viewUrl: outputs['viewUrl'] }).toEqual({
      exitCode: 0,
      viewUrl: 'https://app.thousandeyes.com/x',
    })
    expect(lines.join('\n')).not.toContain(token)
  })

  it.each([
    ['holds one', ''],
    // 200 characters of a name are shown.
    ['is cut within one', 'x'.repeat(190)],
  ])('gets no secret into the summary by a name that %s', async (_, before) => {
    const env = { GITHUB_WORKFLOW: `${before}token-0123456789` }
    const { summary } = await runWith({ measure: 'false' }, undefined, { env })
    expect(summary).not.toContain('token-0')
    expect(summary).toContain('***')
  })
})
