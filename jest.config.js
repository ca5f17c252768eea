/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // The copies that npm run mutation makes.
  modulePathIgnorePatterns: ['<rootDir>/lib/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, sourceMaps: 'inline' }],
  },
  // The e2e tests start processes: two slow machines' worth of patience, never a sleep.
  testTimeout: 30_000,
  collectCoverage: true,
  collectCoverageFrom: ['src/**/*.ts'],
  coverageReporters: ['text', 'json-summary'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
}
