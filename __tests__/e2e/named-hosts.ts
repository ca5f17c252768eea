import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Organization } from '../../sandbox/thousandeyes/organization.ts'
import { certificateFor } from './certificate.ts'
import { type Sandbox, type startSandbox, withSandbox } from './sandbox.ts'

/** Names that no resolver knows. */
export const HOSTS = {
  thousandEyes: 'thousandeyes.example',
  gitHub: 'github.example',
  elsewhere: 'elsewhere.example',
}

/** The address of a server of the sandbox, by a name in place of its number. */
export function named(url: string, host: string): string {
  return url.replace('127.0.0.1', host)
}

/**
 * Uses a sandbox whose services have names, and speak TLS with a certificate that its steps trust.
 *
 * @param env - what leads its steps from the names to the services
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

/** How the way to a service is lost that was there before, and part of what a step says of it. */
export const LOSSES = [
  ['nobody knows its name any more', 'ENOTFOUND'],
  ['it is not there any more', 'ECONNREFUSED'],
  ['its certificate is not trusted any more', 'self-signed certificate'],
] as const

/** A sandbox to whose services the way can be lost between two requests. */
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
          case 'nobody knows its name any more':
            return writeFileSync(hostsFile, names.filter(name => name !== HOSTS[service]).join('\n'))
          case 'it is not there any more':
            return sandbox[service].stopListening()
          case 'its certificate is not trusted any more':
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
