/**
 * Leaves the sandbox running and prints the lines to try a step against it. `--env FILE` also appends the variables that
 * lead steps to its ThousandEyes to a file, such as the one in GITHUB_ENV, once it answers.
 */
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/time.ts'
import { STOREFRONT } from './github/repository.ts'
import { startGitHub } from './github/server.ts'
import { parseOptions } from './options.ts'
import { eventJson } from './runner.ts'
import { SHOP } from './thousandeyes/organization.ts'
import { startThousandEyes } from './thousandeyes/server.ts'

const { env } = parseOptions('npm run sandbox [-- --env FILE]', { env: { type: 'string' } })

const thousandEyes = await startThousandEyes(systemClock)
const gitHub = await startGitHub(systemClock)
const repository = `${STOREFRONT.owner}/${STOREFRONT.name}`

const eventFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'event.json')
writeFileSync(eventFile, eventJson({}))

if (env !== undefined) {
  appendFileSync(env, `TE_BASE_URL=${thousandEyes.url}\nTE_TOKEN=${SHOP.deployer.token}\n`)
}

console.log(`Until you press Ctrl+C, a ThousandEyes sandbox answers at ${thousandEyes.url}
and a GitHub sandbox at ${gitHub.url}.
The quota is 5 snapshots in 5 minutes and 10 in an hour, as documented.

Tests:
${SHOP.tests.map(({ testId, testName, accountGroup }) => `  ${testId}  ${testName} (account group ${accountGroup})`).join('\n')}

Pull requests of ${repository}:
${STOREFRONT.pullRequests.map(({ number, headBranch, state }) => `  #${number}  ${headBranch} (${state.toLowerCase()})`).join('\n')}

Run the built action against them, as a runner would:
  env INPUT_TESTID=${SHOP.tests[0]?.testId} INPUT_APITOKEN=${SHOP.deployer.token} INPUT_APIURL=${thousandEyes.url} \\
    INPUT_COMMENT=true INPUT_PRNUMBER=14 INPUT_GITHUBTOKEN=${STOREFRONT.workflow.token} \\
    GITHUB_API_URL=${gitHub.url} GITHUB_GRAPHQL_URL=${gitHub.graphqlUrl} GITHUB_SERVER_URL=https://github.com \\
    GITHUB_REPOSITORY=${repository} GITHUB_SHA=$(git rev-parse HEAD) GITHUB_WORKFLOW=try GITHUB_RUN_ID=1 GITHUB_RUN_NUMBER=1 \\
    GITHUB_EVENT_NAME=workflow_dispatch GITHUB_EVENT_PATH=${eventFile} \\
    GITHUB_OUTPUT=/dev/stdout GITHUB_STEP_SUMMARY=/dev/stdout ${process.execPath} dist/index.js

Or ask them yourself:
  curl ${thousandEyes.url}/v6/snapshot.json -u ${SHOP.deployer.email}:${SHOP.deployer.token} \\
    -H 'Content-Type: application/json' -H 'Accept: application/json' \\
    -d '{"testId": ${SHOP.tests[0]?.testId}, "displayName": "By hand", "from": "2026-11-23T05:00:00", "to": "2026-11-23T06:00:00"}'
  curl ${gitHub.graphqlUrl} -H 'Authorization: Bearer ${STOREFRONT.workflow.token}' \\
    -d '{"query": "{ repository(owner: \\"${STOREFRONT.owner}\\", name: \\"${STOREFRONT.name}\\") { pullRequest(number: 14) { comments(last: 9) { nodes { body } } } } }"}'`)
