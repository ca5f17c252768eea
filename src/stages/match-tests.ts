import { closestNames, count, listSome, quote } from '../text.ts'
import type { ListedTest } from '../thousandeyes/tests.ts'

/** More tests than this are a mistyped pattern: their snapshots would take hours of the organization's quota. */
const MAX_TESTS = 50

interface Found {
  /** A string is an id that is not listed. */
  readonly tests: readonly (ListedTest | string)[]
  readonly problem?: string
}

/** `281474976710706`, `…/view/tests/?roundId=1&testId=281474976710706`, `…/v7/tests/281474976710706` */
const ID_OR_ADDRESS =
  /^(?:\S*\b(?:testId=|tests\/(?:[a-z-]+\/)?))?0*(?<id>[1-9]\d{0,19})(?![\w-])(?:[&#]\S*|(?<=\/\d+)[/?]\S*)?$/i

/**
 * Finds the tests that the lines of `testId` name: by id, address, name or pattern, whatever the case. A whole line is tried as a
 * name before commas split it, and a name before a pattern, since names may hold both commas and `*`.
 *
 * @returns each test once, in the order of the lines, those of a pattern by name; and what is wrong with the lines
 */
export function matchTests(
  lines: readonly string[],
  listed: readonly ListedTest[],
): { readonly tests: Found['tests']; readonly problems: readonly string[] } {
  const found = lines.flatMap(
    line => withName(line, listed) ?? partsOf(line).map(part => matchPart(part, line, listed)),
  )
  const byId = new Map(
    found.flatMap(({ tests }) => tests).map(one => [typeof one === 'string' ? one : one.testId, one]),
  )
  const tooMany = `names ${byId.size} tests; a step takes ${MAX_TESTS} at most, since ThousandEyes allows 5 snapshots per 5 minutes. Narrow the patterns.`
  const problems = found.flatMap(({ problem }) => problem ?? [])
  return { tests: [...byId.values()], problems: byId.size > MAX_TESTS ? [...problems, tooMany] : problems }
}

/** The ids in the lines; `undefined` if anything else is in them, which only the list of tests could tell. */
export function idsIn(lines: readonly string[]): readonly string[] | undefined {
  const ids = lines.flatMap(partsOf).map(idIn)
  return ids.every(id => id !== undefined) ? [...new Set(ids)] : undefined
}

function matchPart(part: string, line: string, listed: readonly ListedTest[]): Found {
  const found = withName(part, listed) ?? withId(part, listed) ?? withPattern(part, listed) ?? unknownName(part, listed)
  return found.problem !== undefined && line.includes(',')
    ? { ...found, problem: `${found.problem} A name with a comma goes on a line of its own.` }
    : found
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

function withId(part: string, listed: readonly ListedTest[]): Found | undefined {
  const id = idIn(part)
  return id === undefined ? undefined : { tests: [listed.find(({ testId }) => testId === id) ?? id] }
}

/** The enabled tests whose names match. */
function withPattern(part: string, listed: readonly ListedTest[]): Found | undefined {
  if (!part.includes('*')) return undefined
  const literals = part.split('*').map(text => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  const pattern = new RegExp(`^${literals.join('.*')}$`, 'is')
  const matching = listed
    .filter(({ testName = '' }) => pattern.test(testName))
    .sort((a, b) => (a.testName ?? '').localeCompare(b.testName ?? '', 'en'))
  const tests = matching.filter(({ isDisabled, isSnapshot }) => !isDisabled && !isSnapshot)
  if (tests.length > 0) return { tests }
  const names = listSome(
    matching.map(({ testName = '' }) => quote(testName, 100)),
    3,
  )
  const remedy =
    names === ''
      ? 'Check aid and the pattern: only * is a wildcard.'
      : `Only disabled tests or snapshots match: ${names}.`
  return { tests, problem: `${quote(part, 100)} matches no test. ${remedy}` }
}

function unknownName(part: string, listed: readonly ListedTest[]): Found {
  const tests = listed.filter(({ isSnapshot }) => !isSnapshot)
  const names = tests.flatMap(({ testName }) => testName ?? [])
  const near = part.toLowerCase() === 'all' ? ['*'] : closestNames(part, names)
  const remedy =
    near.length > 0
      ? `Did you mean ${near.map(name => quote(name, 100)).join(' or ')}?`
      : `The account group has ${count(tests.length, 'test')}: check the name and aid. Write one test per line, or separate tests with commas. Only * is a wildcard.`
  return { tests: [], problem: `${quote(part, 100)} is neither the name nor the id of a test. ${remedy}` }
}
