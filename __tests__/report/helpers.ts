import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { Round } from '../../src/analysis/measurement.ts'
import { renderChart, toBuckets } from '../../src/report/charts.ts'

/** Renders GitHub Flavored Markdown, with links for bare addresses. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  }).trim()
}

/** The addresses of the links of a page. */
export function linksIn(html: string): readonly string[] {
  return Array.from(html.matchAll(/href="([^"]*)"/g), ([, address = '']) => address.replaceAll('&amp;', '&'))
}

const START = Date.parse('2026-11-23T08:00:00Z')

export function minuteAt(minute: number): Date {
  return new Date(START + minute * 60_000)
}

/** Rounds a minute apart; `undefined` is a missing round, `NaN` a round without a value. */
export function roundsOf(means: readonly (number | undefined)[]): readonly Round[] {
  return means.flatMap((mean, minute) => (mean === undefined ? [] : [{ startedAt: minuteAt(minute), mean }]))
}

/** The chart of such rounds; empty where there are none. */
export function chartOf(means: readonly (number | undefined)[], deployMinute?: number): string {
  const deployedAt = deployMinute === undefined ? undefined : minuteAt(deployMinute)
  const buckets = toBuckets(roundsOf(means), 60, deployedAt)
  return buckets === undefined ? '' : renderChart({ name: 'responseTime', unit: 'ms', buckets })
}
