const runsEveryTest = process.argv.slice(2).every(argument => argument.startsWith('-'))

/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // Copies of the project that `npm run mutation` makes.
  modulePathIgnorePatterns: ['<rootDir>/lib/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, sourceMaps: 'inline' }],
  },
  // Without this, Jest leaves one core to a watcher.
  maxWorkers: '100%',
  // For tests in __tests__/e2e/ on a slow machine: each starts processes.
  testTimeout: 30_000,
  // The coverage of a few named tests says nothing.
  collectCoverage: runsEveryTest,
  collectCoverageFrom: ['src/**/*.ts'],
  coverageReporters: ['text', 'json-summary'],
  reporters: ['default', '<rootDir>/tools/test-counts.js'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
}
