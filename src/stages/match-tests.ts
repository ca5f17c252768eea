import { closestNames, count, listSome, quote } from '../text.ts'
import type { ListedTest } from '../thousandeyes/tests.ts'

/** More tests than this are a mistyped pattern: their snapshots would take hours of the organization's quota. */
export const MAX_TESTS = 50

export interface Match {
  /** In the order of the lines, those of a pattern in the order of their names; each once. A string is an id that is not listed. */
  readonly tests: readonly (ListedTest | string)[]
  /** What is wrong with the lines. */
  readonly problems: readonly string[]
}

/** `281474976710706`, `…/view/tests/?roundId=1&testId=281474976710706` */
const ID_OR_ADDRESS = /^(?:https?:\/\/\S*[?&]testId=)?0*(?<id>[1-9]\d{0,19})(?![\w-])(?:[&#]\S*)?$/

/**
 * Finds the tests that the lines of `testId` name: by id, address, name or pattern, whatever the case. A whole line is tried as a
 * name before commas split it, and a name before a pattern, since names may hold both commas and `*`.
 */
export function matchTests(lines: readonly string[], listed: readonly ListedTest[]): Match {
  const results = lines.flatMap(line => matchLine(line, listed))
  const tests = [...new Map(results.flatMap(({ tests }) => tests).map(test => [idOf(test), test])).values()]
  const problems = results.flatMap(({ problem }) => problem ?? [])
  return tests.length > MAX_TESTS ? { tests, problems: [...problems, tooMany(tests.length)] } : { tests, problems }
}

/** The ids in the lines; `undefined` if anything else is in them, which only the list of tests could tell. */
export function idsIn(lines: readonly string[]): readonly string[] | undefined {
  const ids = lines.flatMap(partsOf).map(idIn)
  return ids.every(id => id !== undefined) ? [...new Set(ids)] : undefined
}

interface Found {
  readonly tests: readonly (ListedTest | string)[]
  readonly problem?: string
}

function matchLine(line: string, listed: readonly ListedTest[]): readonly Found[] {
  const whole = withName(line, listed)
  if (whole !== undefined) return [whole]
  const hint = line.includes(',') ? ' A name with a comma goes on a line of its own.' : ''
  return partsOf(line).map(part => {
    const found = matchPart(part, listed)
    return found.problem === undefined ? found : { ...found, problem: `${found.problem}${hint}` }
  })
}

function matchPart(part: string, listed: readonly ListedTest[]): Found {
  const id = idIn(part)
  const named = withName(part, listed)
  if (named !== undefined) return named
  if (id !== undefined) return { tests: [listed.find(({ testId }) => testId === id) ?? id] }
  if (!part.includes('*')) return { tests: [], problem: unknownName(part, listed) }
  const pattern = patternOf(part)
  const matching = listed
    .filter(({ testName, isDisabled, isSnapshot }) => !isDisabled && !isSnapshot && pattern.test(testName ?? ''))
    .sort((a, b) => (a.testName ?? '').localeCompare(b.testName ?? '', 'en'))
  return matching.length > 0 ? { tests: matching } : { tests: [], problem: emptyPattern(part, pattern, listed) }
}

/** Split at commas, and ids at spaces as well. */
function partsOf(line: string): readonly string[] {
  return line
    .split(',')
    .flatMap(part => (/^[\d\s]+$/.test(part) ? part.split(/\s+/) : [part]))
    .map(part => part.trim())
    .filter(part => part !== '')
}

function idIn(part: string): string | undefined {
  return ID_OR_ADDRESS.exec(part)?.groups?.['id']
}

function idOf(test: ListedTest | string): string {
  return typeof test === 'string' ? test : test.testId
}

/** The test with this name. Of several, a disabled one isn't meant. */
function withName(name: string, listed: readonly ListedTest[]): Found | undefined {
  const all = listed.filter(one => !one.isSnapshot && one.testName?.toLowerCase() === name.toLowerCase())
  const enabled = all.filter(({ isDisabled }) => !isDisabled)
  const meant = enabled.length > 0 ? enabled : all
  if (meant.length < 2) return meant.length === 0 ? undefined : { tests: meant }
  const ids = meant.map(({ testId, testType = 'unknown type' }) => `${testId} (${testType})`)
  return {
    tests: [],
    problem: `${quote(name, 100)} is the name of ${meant.length} tests: use an id, ${ids.join(' or ')}.`,
  }
}

function patternOf(text: string): RegExp {
  const literals = text.split('*').map(part => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  return new RegExp(`^${literals.join('.*')}$`, 'is')
}

function unknownName(part: string, listed: readonly ListedTest[]): string {
  const near = closestNames(
    part,
    listed.flatMap(({ testName, isSnapshot }) => (testName === undefined || isSnapshot ? [] : [testName])),
  )
  const remedy =
    near.length > 0
      ? `Did you mean ${near.map(name => quote(name, 100)).join(' or ')}?`
      : `The account group has ${count(listed.filter(({ isSnapshot }) => !isSnapshot).length, 'test')}: check the name and aid.`
  return `${quote(part, 100)} is neither the name nor the id of a test. ${remedy}`
}

function emptyPattern(part: string, pattern: RegExp, listed: readonly ListedTest[]): string {
  const left = listed.filter(({ testName }) => pattern.test(testName ?? ''))
  const remedy =
    left.length > 0
      ? `Only disabled tests or snapshots match: ${listSome(
          left.map(({ testName = '' }) => quote(testName, 100)),
          3,
        )}.`
      : 'Check the pattern and aid.'
  return `${quote(part, 100)} matches no test. ${remedy}`
}

function tooMany(tests: number): string {
  return `names ${tests} tests; a step takes ${MAX_TESTS} at most, since ThousandEyes allows 5 snapshots per 5 minutes. Narrow the patterns.`
}
