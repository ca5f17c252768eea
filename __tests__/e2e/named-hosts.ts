import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Organization } from '../../sandbox/thousandeyes/organization.ts'
import { certificateFor } from './certificate.ts'
import { type Sandbox, type startSandbox, withSandbox } from './sandbox.ts'

/** Host names that exist only in the sandbox. */
export const HOSTS = {
  thousandEyes: 'thousandeyes.example',
  gitHub: 'github.example',
}

/** A server's address with a host name instead of 127.0.0.1. */
export function named(url: string, host: string): string {
  return url.replace('127.0.0.1', host)
}

/**
 * Uses a sandbox whose services have host names, and speak TLS with a certificate that its steps trust.
 *
 * @param env - variables by which its steps resolve the names
 */
export async function withNamedSandbox(
  use: (sandbox: Sandbox) => Promise<void>,
  env: Readonly<Record<string, string>>,
  organization: Partial<Organization> = {},
  gitHubOptions: Parameters<typeof startSandbox>[1] = {},
): Promise<void> {
  const tls = await certificateFor(Object.values(HOSTS))
  const useIn = (sandbox: Sandbox, certFile: string): Promise<void> => {
    const { thousandEyes, gitHub } = sandbox
    const apiUrl = named(thousandEyes.url, HOSTS.thousandEyes)
    const all = {
      ...env,
      GITHUB_API_URL: named(gitHub.url, HOSTS.gitHub),
      GITHUB_GRAPHQL_URL: named(gitHub.graphqlUrl, HOSTS.gitHub),
      NODE_EXTRA_CA_CERTS: certFile,
    }
    return use({
      ...sandbox,
      step: (inputs, step, time) =>
        sandbox.step({ apiUrl, ...inputs }, { ...step, env: { ...all, ...step?.env } }, time),
    })
  }
  await withFile(tls.cert, certFile =>
    withSandbox(sandbox => useIn(sandbox, certFile), organization, { ...gitHubOptions, tls }, tls),
  )
}

/** How a service becomes unreachable, and a part of the line that reports it. */
export const LOSSES = [
  ['its host name became unknown', 'ENOTFOUND'],
  ['it stopped listening', 'ECONNREFUSED'],
  ['its certificate became untrusted', 'self-signed certificate'],
] as const

/** A sandbox whose services can become unreachable between two requests. */
export interface DisconnectableSandbox extends Sandbox {
  disconnect(service: 'thousandEyes' | 'gitHub', how: (typeof LOSSES)[number][0]): void
}

export async function withDisconnectableSandbox(use: (sandbox: DisconnectableSandbox) => Promise<void>): Promise<void> {
  const untrusted = await certificateFor(['localhost'])
  const names = Object.values(HOSTS)
  await withFile(names.join('\n'), hostsFile => {
    const env = {
      NODE_OPTIONS: `--import ${new URL('../../sandbox/fake-dns.ts', import.meta.url).href}`,
      SANDBOX_HOSTS: hostsFile,
    }
    const useIn = (sandbox: Sandbox) => {
      const disconnect: DisconnectableSandbox['disconnect'] = (service, how) => {
        switch (how) {
          case 'its host name became unknown':
            return writeFileSync(hostsFile, names.filter(name => name !== HOSTS[service]).join('\n'))
          case 'it stopped listening':
            return sandbox[service].stopListening()
          case 'its certificate became untrusted':
            return sandbox[service].present(untrusted)
        }
      }
      return use({ ...sandbox, disconnect })
    }
    return withNamedSandbox(useIn, env)
  })
}

async function withFile(content: string, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'named-'))
  const path = join(folder, 'file')
  writeFileSync(path, content)
  try {
    await use(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
