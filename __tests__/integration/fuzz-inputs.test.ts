import { describe, it } from '@jest/globals'
import { checkAnyInputs, checkFreeText } from '../e2e/fuzz-inputs.ts'
import { withInProcessSandbox } from './sandbox.ts'

const RUNS = 25

describe('a step with hostile inputs', () => {
  it('succeeds with any text where any text is valid, and executes no part of it', async () => {
    await checkFreeText(withInProcessSandbox, RUNS)
  })

  it('succeeds with any text for every input, or names the wrong input and sends nothing', async () => {
    await checkAnyInputs(withInProcessSandbox, RUNS)
  })
})
