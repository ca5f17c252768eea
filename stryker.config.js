import jestConfig from './jest.config.js'

/**
 * Which tests see a mistake in which part: the fast ones of that part alone, since every mutant runs them. The tests of dist/
 * would not see what is changed in src/, and those by chance would see it only now and then.
 */
const PARTS = {
  thousandeyes: ['thousandeyes/*', 'main', 'analysis/{alerts,deadline,gate*,measure,pages}'],
  github: ['github/{comment,event,pull-request,run,errors}'],
}
const { MUTATED_PART: part = 'thousandeyes' } = process.env

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [`src/${part}/*.ts`],
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
  concurrency: 2,
  timeoutMS: 3000,
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: `coverage/mutation-${part}.json` },
  tempDirName: 'lib/mutation',
  // Stryker would rewrite tsconfig.json by an API that TypeScript 7 no longer has; swc does not read it.
  tsconfigFile: 'none',
  thresholds: { high: 90, low: 85, break: 85 },
}
