import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { startProxy } from '../../sandbox/proxy.ts'
import { certificateFor } from './certificate.ts'
import { withSandbox } from './sandbox.ts'

const ON_PULL_REQUEST = { name: 'pull_request', payload: { pull_request: { number: 14 } } }

/** Host names that only the proxy knows. */
const [THOUSAND_EYES, GITHUB] = ['thousandeyes.example', 'github.example'] as const

/** `__tests__/http.test.ts` has what goes wrong with proxies. */
it.each(['127.0.0.1', '::1'] as const)(
  'a step sends every request through the proxy on %s, as the user in its address',
  async host => {
    const tls = await certificateFor([THOUSAND_EYES, GITHUB])
    const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
    const certFile = join(folder, 'cert.pem')
    writeFileSync(certFile, tls.cert)
    const proxy = await startProxy(host)
    const named = (url: string, name: string) => url.replace('127.0.0.1', name)
    try {
      await withSandbox(
        async ({ step, thousandEyes, gitHub }) => {
          const env = {
            HTTPS_PROXY: proxy.url.replace('//', '//deploy:p%40ss@'),
            NODE_EXTRA_CA_CERTS: certFile,
            GITHUB_API_URL: named(gitHub.url, GITHUB),
            GITHUB_GRAPHQL_URL: named(gitHub.graphqlUrl, GITHUB),
          }
          const inputs = { apiUrl: named(thousandEyes.url, THOUSAND_EYES), comment: 'true' }
          const { exitCode, log } = await step(inputs, { env, event: ON_PULL_REQUEST })
          expect(log).toContain('The report is on pull request #14: https://github.com/octo-shop/storefront/pull/14')
          expect({ exitCode, comments: gitHub.comments.length }).toEqual({ exitCode: 0, comments: 1 })
        },
        {},
        { tls },
        tls,
      )
      const hosts = proxy.tunnels.map(({ authority }) => authority.replace(/:\d+$/, ''))
      const users = proxy.tunnels.map(({ authorization }) => authorization)
      expect(new Set(hosts)).toEqual(new Set([THOUSAND_EYES, GITHUB]))
      expect(new Set(users)).toEqual(new Set([`Basic ${btoa('deploy:p@ss')}`]))
    } finally {
      await proxy.close()
      rmSync(folder, { recursive: true })
    }
  },
)
