import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { movableClock } from '../../sandbox/clock.ts'
import { startGitHub } from '../../sandbox/github/server.ts'
import { startProxy } from '../../sandbox/proxy.ts'
import { runStep, type StepResult } from '../../sandbox/runner.ts'
import type { Tls } from '../../sandbox/server.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { startThousandEyes } from '../../sandbox/thousandeyes/server.ts'
import { certificateFor } from './certificate.ts'
import { FRONT_PAGE } from './sandbox.ts'

const THOUSANDEYES = 'thousandeyes.example'
const GITHUB = 'github.example'

const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
const certFile = join(folder, 'cert.pem')
let tls: Tls

beforeAll(async () => {
  tls = await certificateFor([THOUSANDEYES, GITHUB])
  writeFileSync(certFile, tls.cert)
})

afterAll(() => rmSync(folder, { recursive: true }))

/** A step whose services have names that only the proxy knows. */
async function stepBehindProxy(credentials = ''): Promise<StepResult & { tunnels: readonly unknown[] }> {
  const clock = movableClock(new Date('2026-11-23T08:37:42Z'))
  const thousandEyes = await startThousandEyes(clock, { tls })
  const gitHub = await startGitHub(clock, { tls })
  const proxy = await startProxy()
  const named = (url: string, host: string) => url.replace('127.0.0.1', host)
  try {
    const result = await runStep(
      {
        with: {
          testId: FRONT_PAGE,
          apiToken: SHOP.deployer.token,
          apiUrl: named(thousandEyes.url, THOUSANDEYES),
          comment: 'true',
        },
        env: {
          GITHUB_API_URL: named(gitHub.url, GITHUB),
          GITHUB_GRAPHQL_URL: named(gitHub.graphqlUrl, GITHUB),
          HTTPS_PROXY: proxy.url.replace('//', `//${credentials}`),
          NODE_EXTRA_CA_CERTS: certFile,
        },
        event: { name: 'pull_request', payload: { pull_request: { number: 14 } } },
      },
      { clock },
    )
    const hosts = proxy.tunnels.map(({ authority, authorization }) => [authority.replace(/:\d+$/, ''), authorization])
    return { ...result, tunnels: hosts }
  } finally {
    for (const server of [thousandEyes, gitHub, proxy]) await server.close()
  }
}

test('every request goes through the tunnel of HTTPS_PROXY, and the comment is written', async () => {
  const { exitCode, log, tunnels } = await stepBehindProxy()
  expect(log).toContain('The link is on pull request #14: https://github.com/octo-shop/storefront/pull/14')
  expect(exitCode).toBe(0)
  expect(new Set(tunnels.flat())).toEqual(new Set([THOUSANDEYES, GITHUB, undefined]))
})

test('a proxy that wants a user gets the one in its address', async () => {
  const { exitCode, log, tunnels } = await stepBehindProxy('deploy:p%40ss@')
  expect(log).toContain('(created)')
  expect(exitCode).toBe(0)
  expect(new Set(tunnels.flat())).toEqual(new Set([THOUSANDEYES, GITHUB, `Basic ${btoa('deploy:p@ss')}`]))
})
