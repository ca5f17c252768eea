/**
 * Lets Cisco's official Python SDK use a ThousandEyes sandbox that does all the description allows: `node scripts/sdk/index.ts
 * PYTHON`, where PYTHON has the packages of requirements.txt.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Organization, SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { systemClock } from '../../src/time.ts'

const [python = 'python3'] = process.argv.slice(2)

/** Rows that failed, rows of the way back, details beside no error, and alerts that are active and cleared. */
const organization: Organization = {
  ...SHOP,
  tests: SHOP.tests.map(test => ({ ...test, networkFailures: 0.3 })),
  agentsMeasureLate: true,
  detailsWithoutError: true,
  minutesSinceDeploy: 10,
  requestsPerMinute: 10_000,
}

const thousandEyes = await startThousandEyes(systemClock, { organization })
const env = { ...process.env, TE_BASE_URL: thousandEyes.url, TE_TOKEN: SHOP.deployer.token }
const child = spawn(python, [fileURLToPath(new URL('check.py', import.meta.url))], { env, stdio: 'inherit' })
const [exitCode] = await once(child, 'close')
await thousandEyes.close()
process.exitCode = exitCode ?? 1
