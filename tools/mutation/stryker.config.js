import jestConfig from '../../jest.config.js'

/**
 * The parts of src/, each with the tests that run against its mutants: fast ones, in process. Every mutant runs all tests
 * that reach it, and tests of dist/ do not see a change in src/.
 */
export const PARTS = {
  thousandeyes: ['thousandeyes/*', 'stages/*'],
  github: ['github/*', 'stages/comment'],
  stages: ['stages/*'],
  analysis: ['analysis/*', 'stages/judge'],
  report: ['report/!(render|mermaid)'],
}
const { MUTATED_PART: part = 'thousandeyes' } = process.env

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [`src/${part}/**/*.ts`],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules'],
  jest: {
    config: {
      ...jestConfig,
      testMatch: PARTS[part].map(tests => `<rootDir>/__tests__/${tests}.test.ts`),
      collectCoverage: false,
      coverageThreshold: undefined,
    },
  },
  coverageAnalysis: 'perTest',
  // Of what is evaluated at load, such as a table, each mutant would run all tests: four fifths of the time for a third of them.
  ignoreStatic: true,
  concurrency: 2,
  // Each run of Jest with modules leaves its context behind: after a few minutes a process has gigabytes to mark.
  maxTestRunnerReuse: 20,
  // Of a busy machine, too: what takes longer counts as noticed.
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: `coverage/mutation-${part}.json` },
  tempDirName: 'lib/mutation',
  // Stryker would rewrite tsconfig.json through an API that TypeScript 7 does not have; swc does not read that file.
  tsconfigFile: 'none',
  thresholds: { high: 90, low: 85, break: 85 },
}
