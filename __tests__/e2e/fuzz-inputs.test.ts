import { describe, it } from '@jest/globals'
import { checkAnyInputs, checkFreeText } from './fuzz-inputs.ts'
import { withSandbox } from './sandbox.ts'

/** `__tests__/integration/` has most of the runs. */
const RUNS = 5

describe('a step with hostile inputs', () => {
  it('succeeds with any text where any text is valid, and executes no part of it', async () => {
    await checkFreeText(withSandbox, RUNS)
  })

  it('succeeds with any text for every input, or names the wrong input and sends nothing', async () => {
    await checkAnyInputs(withSandbox, RUNS)
  })
})
