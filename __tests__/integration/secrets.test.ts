import { describe, it } from '@jest/globals'
import { checkSecrets } from '../e2e/fuzz-secrets.ts'
import { withInProcessSandbox } from './sandbox.ts'

const RUNS = 60

describe('a secret', () => {
  it('is masked first, and only sent to the service it is for, whatever goes wrong', async () => {
    await checkSecrets(withInProcessSandbox, RUNS)
  })
})
