import { describe, expect, it } from '@jest/globals'
import type { HttpResult } from '../../src/http.ts'
import { createSnapshot } from '../../src/thousandeyes/snapshots.ts'
import { answer, NOW, PRIVATE_LINK, SHARE_LINK } from '../helpers.ts'
import { API, contextOf } from './helpers.ts'

const window = { from: new Date('2026-11-23T07:37:00Z'), to: new Date('2026-11-23T08:37:00Z') }
const request = { testId: '1', displayName: 'Deploy 42', window, isPublic: false }

const create = async (respond: () => HttpResult) => await createSnapshot(API, request, contextOf(respond))

describe('createSnapshot', () => {
  it('has the snapshot, and what the response shows of its test', async () => {
    const testResults = [{ href: '/v7/test-results/1/network' }]
    const test = { testName: 'Shop', type: 'agent-to-server', savedEvent: false, _links: { testResults } }
    const body = { id: 'wdiac', shareDate: '2026-11-23T08:37:40Z', test, _links: { appLink: { href: PRIVATE_LINK } } }
    expect(await create(() => answer(201, body))).toEqual({
      kind: 'taken',
      snapshotId: 'wdiac',
      viewUrl: PRIVATE_LINK,
      isPublic: false,
      createdAt: new Date('2026-11-23T08:37:40Z'),
      expiresAt: new Date('2026-12-23T08:37:40Z'),
      test: { testName: 'Shop', testType: 'agent-to-server', resultKinds: ['network'] },
    })
  })

  it('has no field that the response lacks', async () => {
    expect(await create(() => answer(201, { _links: { appLink: { href: PRIVATE_LINK } } }))).toEqual({
      kind: 'taken',
      viewUrl: PRIVATE_LINK,
      isPublic: false,
      createdAt: NOW,
      expiresAt: new Date('2026-12-23T08:37:42Z'),
      test: { resultKinds: [] },
    })
  })

  it('tells a public snapshot from the private one that was requested', async () => {
    expect(await create(() => answer(201, { id: 'x', _links: { appLink: { href: SHARE_LINK } } }))).toEqual({
      kind: 'exposed',
      reason: expect.stringContaining('ThousandEyes created a public one'),
      snapshotId: 'x',
      viewUrl: SHARE_LINK,
      test: { resultKinds: [] },
    })
  })

  it.each([
    [401, true],
    [404, false],
  ])('says whether no other request makes sense, and why, after status %d', async (status, endsRequests) => {
    const reason = expect.stringContaining(`ThousandEyes answered ${status}`)
    expect(await create(() => answer(status))).toEqual({ kind: 'notTaken', reason, status, endsRequests })
  })

  it('never rejects, and says that a snapshot may exist', async () => {
    const failed = await create(() => {
      throw new Error('surprise')
    })
    expect(failed).toEqual({ kind: 'notTaken', reason: expect.stringMatching(/surprise.*may have been created/) })
  })
})
