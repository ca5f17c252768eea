import { describe, it } from '@jest/globals'
import { withProxiedSandbox } from './behind-proxy.ts'
import { checkSecrets } from './fuzz-secrets.ts'
import { withSandbox } from './sandbox.ts'

/** `__tests__/integration/` has most of the runs. */
const RUNS = 5

describe('a secret', () => {
  it('is masked first, and only sent to the service it is for, whatever goes wrong', async () => {
    await checkSecrets(withSandbox, RUNS)
  })

  it('is masked first, and only sent to the service it is for, behind a proxy', async () => {
    await checkSecrets((use, ...options) => withProxiedSandbox(use, '', ...options), RUNS)
  })
})
