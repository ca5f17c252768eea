import { expect } from '@jest/globals'
import { type ManualClock, manualClock } from '../../sandbox/clock.ts'
import { Api } from '../../sandbox/thousandeyes/api.ts'
import { answerViolation } from '../../sandbox/thousandeyes/contract.ts'
import { type Organization, SHOP } from '../../sandbox/thousandeyes/organization.ts'

export const FRONT_PAGE = '281474976710706'
export const BETWEEN_WAREHOUSES = '281474976710710'

export interface ServiceAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON, or text that is none. */
  readonly body: unknown
}

type Headers = Readonly<Record<string, string | undefined>>

interface Service {
  readonly clock: ManualClock
  get(path: string, headers?: Headers): ServiceAnswer
  post(path: string, body: unknown, headers?: Headers): ServiceAnswer
  /** Requests a snapshot of the front page, of the hour to 08:00 unless `body` says otherwise. */
  snapshot(body?: Readonly<Record<string, unknown>>): ServiceAnswer
}

/** The sandbox without its server, at 2026-11-23 08:37:42 UTC. No answer may break the contract; requests may. */
export function openService(organization: Partial<Organization> = {}): Service {
  const clock = manualClock(new Date('2026-11-23T08:37:42Z'))
  const api = new Api({ ...SHOP, ...organization }, clock)
  const send = (method: string, path: string, body: string, headers: Headers) => {
    const request = { method, path, body, headers: { authorization: `Bearer ${SHOP.deployer.token}`, ...headers } }
    const answer = api.answer(request, 'https://te.example')
    expect(answerViolation(request, answer)).toBeUndefined()
    const isJson = answer.headers['content-type']?.includes('json')
    return {
      ...answer,
      headers: { ...api.commonHeaders(), ...answer.headers },
      body: isJson ? JSON.parse(answer.body) : answer.body,
    }
  }
  const post: Service['post'] = (path, body, headers) =>
    send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
  const hour = { displayName: 'Deploy', startDate: '2026-11-23T07:00:00Z', endDate: '2026-11-23T08:00:00Z' }
  return {
    clock,
    get: (path, headers = {}) => send('GET', path, '', headers),
    post,
    snapshot: body => post(`/v7/tests/${FRONT_PAGE}/snapshot`, { ...hour, ...body }),
  }
}
