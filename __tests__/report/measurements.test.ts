import { describe, expect, it } from '@jest/globals'
import { createdSnapshot, type Row } from '../analysis/helpers.ts'
import { answer, runWith } from '../helpers.ts'

const FIRST = Date.parse('2026-11-23T07:40:00Z') / 1000
const ROUNDS = Array.from({ length: 57 }, (_, minute) => ({ minute, roundId: FIRST + minute * 60 }))

/** The job summary of a step for an HTTP server test with these rows. */
async function summaryOf(rows: readonly Row[], deployedAt = '2026-11-23T08:17:00Z'): Promise<string> {
  const { summary } = await runWith({ deployedAt }, [createdSnapshot('http-server')], {
    onRead: ({ url }) =>
      answer(200, url.pathname.endsWith('/http-server') ? { results: rows } : { alerts: [], results: [] }),
  })
  return summary
}

describe('the measurements in a report', () => {
  it('show an outage after the deploy as gaps, in red in the chart, and the availability that was lost', async () => {
    const summary = await summaryOf(
      ROUNDS.map(({ minute, roundId }) =>
        minute < 37 ? { roundId, responseTime: 100 } : { roundId, errorType: 'Connect' },
      ),
    )
    expect(summary).toContain('| responseTime | 100 ms → –, most agents have no value since the deploy |')
    expect(summary).toMatch(/\| ⚠️\u00a0availability \| 100 → \*\*0 %\*\*, -100 points, worse \|/)
    expect(summary).toContain('title "responseTime (ms), red: no value"')
  })

  it('show a deploy at the end of a long window in its place, with no round of before on the side of after', async () => {
    const summary = await summaryOf(
      ROUNDS.map(({ minute, roundId }) => ({ roundId, responseTime: minute >= 54 ? 300 : 100 })),
      '2026-11-23T08:34:00Z',
    )
    expect(summary).toMatch(/bar \[[^\]]*330, -[\d.]+, -[\d.]+\]\n {2}line \[[^\]]*100, 300, 300, 300\]/)
  })

  it('name agents without a value before agents that are slow', async () => {
    const summary = await summaryOf(
      ROUNDS.flatMap(({ roundId }) => [
        { roundId, agent: { agentId: '1', agentName: 'Near' }, responseTime: 100 },
        { roundId, agent: { agentId: '2', agentName: 'Far' }, responseTime: 300 },
        { roundId, agent: { agentId: '3', agentName: 'Dead' }, errorType: 'Connect' },
      ]),
    )
    expect(summary).toContain('Worst agents by responseTime after the deploy: Dead no value · Far 300 ms · Near 100 ms')
  })
})
