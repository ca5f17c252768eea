/** Leaves the sandbox running and prints the lines to try a step against it. */
import { systemClock } from '../src/clock.ts'
import { SHOP } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'

const thousandEyes = await startThousandEyes(systemClock)

console.log(`A ThousandEyes sandbox answers at ${thousandEyes.url} until you press Ctrl+C.

Tests:
${SHOP.tests.map(({ testId, testName, accountGroup }) => `  ${testId}  ${testName} (account group ${accountGroup})`).join('\n')}

Run the built action against it, as a runner would:
  env INPUT_TESTID=${SHOP.tests[0]?.testId} INPUT_APITOKEN=${SHOP.deployer.token} INPUT_APIURL=${thousandEyes.url} \\
    GITHUB_REPOSITORY=me/try GITHUB_SHA=$(git rev-parse HEAD) GITHUB_WORKFLOW=try GITHUB_RUN_NUMBER=1 \\
    GITHUB_OUTPUT=/dev/stdout node dist/index.js

Or ask it yourself:
  curl ${thousandEyes.url}/v6/snapshot.json -u ${SHOP.deployer.email}:${SHOP.deployer.token} \\
    -H 'Content-Type: application/json' -H 'Accept: application/json' \\
    -d '{"testId": ${SHOP.tests[0]?.testId}, "displayName": "By hand", "from": "2026-11-23T05:00:00", "to": "2026-11-23T06:00:00"}'`)
