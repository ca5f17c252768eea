import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { systemClock } from '../../src/time.ts'
import { FRONT_PAGE } from './sandbox.ts'

test('a log that nobody reads any more does not keep outputs and summary from being written', async () => {
  const thousandEyes = await startThousandEyes(systemClock)
  const folder = mkdtempSync(join(tmpdir(), 'step-'))
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')]
  for (const file of [output, summary]) writeFileSync(file, '')
  try {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../../dist/index.js', import.meta.url))], {
      env: {
        INPUT_TESTID: FRONT_PAGE,
        INPUT_APITOKEN: SHOP.deployer.token,
        INPUT_APIURL: thousandEyes.url,
        INPUT_MEASURE: 'false',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    child.stderr.destroy()
    const exitCode = await new Promise(resolve => child.on('close', resolve))
    expect(exitCode).toBe(0)
    expect(readFileSync(output, 'utf8')).toContain('https://app.thousandeyes.com/')
    expect(readFileSync(summary, 'utf8')).toContain('https://app.thousandeyes.com/')
  } finally {
    await thousandEyes.close()
    rmSync(folder, { recursive: true })
  }
})
