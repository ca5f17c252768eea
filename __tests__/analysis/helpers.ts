import { afterEach } from '@jest/globals'
import { manualClock } from '../../sandbox/clock.ts'
import type { Fault } from '../../sandbox/fault.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { type Organization, SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes, type ThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { createHttpClient, type HttpRequest, type HttpResult } from '../../src/http.ts'
import { answer, made, type RunResult, runWith } from '../helpers.ts'

export const [FRONT_PAGE = '', CHECKOUT = ''] = SHOP.tests.map(({ testId }) => testId)

/** Inputs of a step that waits ten minutes after the deploy of the sandbox. */
export const AFTER_DEPLOY = { deployedAt: '2026-11-23T08:37:42Z', waitMinutes: '10' }

/** Returns a function that runs a step in this process against a sandbox; each sandbox is closed after its test. */
export function useSandbox() {
  const opened: ThousandEyes[] = []
  afterEach(async () => {
    for (const server of opened.splice(0)) await server.close()
  })
  return async (
    inputs: Readonly<Record<string, string>>,
    faults: readonly (readonly [fault: Fault, path: string])[] = [],
    organization: Partial<Organization> = {},
  ) => {
    const clock = manualClock(new Date('2026-11-23T08:37:42Z'))
    const thousandEyes = await startThousandEyes(clock, { organization: { ...SHOP, ...organization } })
    opened.push(thousandEyes)
    for (const [fault, path] of faults) thousandEyes.failReads([fault], path)
    let summary = ''
    const result = await runInProcess(
      { testId: FRONT_PAGE, apiToken: SHOP.deployer.token, apiUrl: thousandEyes.url, ...inputs },
      {
        clock,
        sendRequest: createHttpClient(clock),
        writeSummary: async markdown => {
          summary += markdown
        },
      },
    )
    return { ...result, summary, thousandEyes }
  }
}

export function jsonFault(body: unknown): Fault {
  return { kind: 'status', status: 200, body: JSON.stringify(body) }
}

/** The response of API v7 to a request for a snapshot of a test of this type. */
export function createdSnapshot(testType: string, href?: string): HttpResult {
  const result = made(href)
  if (result.kind !== 'response') throw new Error('A created snapshot comes with a response')
  const body = JSON.parse(result.body)
  return answer(201, { ...body, test: { ...body.test, type: testType } })
}

/** The parsed output `measurements`. */
export function measurementsIn(outputs: Readonly<Record<string, string>>) {
  return JSON.parse(outputs['measurements'] ?? '')
}

export type Row = Readonly<Record<string, unknown>>

const DEPLOYED_AT = new Date('2026-11-23T08:17:00Z')

/** Rows of one agent, one a minute: twenty before the deploy and twenty after it. */
export function rowsOf(
  agentName: string,
  fieldsOf: (isAfterDeploy: boolean, minute: number) => Row | undefined,
): readonly Row[] {
  return Array.from({ length: 40 }, (_, minute) => minute).flatMap(minute => {
    const roundId = DEPLOYED_AT.getTime() / 1000 + (minute - 20) * 60
    const fields = fieldsOf(minute >= 20, minute)
    return fields === undefined ? [] : [{ roundId, agent: { agentId: agentName, agentName }, ...fields }]
  })
}

/** The response of API v7 to a request for alerts: those in the state that it asks for, which is `trigger` unless they say so. */
export function alertsResponse({ url }: HttpRequest, alerts: readonly Row[]): HttpResult {
  const state = url.searchParams.get('state')
  return answer(200, { alerts: alerts.filter(({ alertState = 'trigger' }) => alertState === state) })
}

/** Runs a step with a gate for a test of this type, whose kinds of result have these rows; other kinds are forbidden. */
export async function runGate(
  failOn: string,
  testType: string,
  rowsByKind: Readonly<Record<string, readonly Row[]>>,
  alerts: readonly Row[] = [],
): Promise<RunResult & { readonly verdict: string | undefined; readonly results: readonly string[] }> {
  const result = await runWith({ failOn, deployedAt: DEPLOYED_AT.toISOString() }, [createdSnapshot(testType)], {
    onRead: request => {
      const { pathname } = request.url
      if (pathname === '/v7/alerts') return alertsResponse(request, alerts)
      const rows = rowsByKind[pathname.replace(/.*\//, '')]
      return rows === undefined ? answer(403) : answer(200, { results: rows })
    },
  })
  return { ...result, verdict: result.outputs['verdict'], results: gateResults(result) }
}

/** The lines of the log with the results of the gate: `fail: loss > 1 on Shop: 5 % since the deploy.` */
export function gateResults({ lines }: { readonly lines: readonly string[] }): readonly string[] {
  return lines.filter(line => line.startsWith('info Gate, ')).map(line => line.replace('info Gate, ', ''))
}
