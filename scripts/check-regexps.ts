/** Exits with 1 when an expression in `src/` takes more than linear time for some text: who sends it could stop the step. */
import { globSync, readFileSync } from 'node:fs'
import { superLinearExpressions } from './super-linear.ts'

for (const path of globSync('src/**/*.ts')) {
  for (const expression of superLinearExpressions(readFileSync(path, 'utf8'))) {
    console.log(`${path}: ${expression} may take more than linear time. Bound its repetitions, or do it without one.`)
    process.exitCode = 1
  }
}
