/**
 * A reporter for Jest that ends the output with `12 passed, 0 failed, 0 skipped`, alone on a line. A file that cannot run is
 * one failure.
 */
export default class TestCounts {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results
    const [failed, skipped] = [numFailedTests + numRuntimeErrorTestSuites, numPendingTests + numTodoTests]
    // Jest's own summary comes after that of every other reporter.
    process.once('exit', () =>
      process.stderr.write(`\n${numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`),
    )
  }
}
