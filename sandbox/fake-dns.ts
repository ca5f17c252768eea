/**
 * Loaded into the action's process before it starts (`node --import`): the only host names are those in the file
 * `SANDBOX_HOSTS`, one a line. Each lookup reads it again, and resolves them to the loopback address.
 */
import dns from 'node:dns'
import { readFileSync } from 'node:fs'

const { SANDBOX_HOSTS = '' } = process.env

type Found = (error: Error | null, address?: unknown, family?: number) => void

function lookup(hostname: string, { all }: dns.LookupOptions, found: Found): void {
  const isKnown = readFileSync(SANDBOX_HOSTS, 'utf8').split('\n').includes(hostname)
  const [address, family] = ['127.0.0.1', 4]
  if (!isKnown) found(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }))
  else if (all) found(null, [{ address, family }])
  else found(null, address, family)
}

Object.assign(dns, { lookup })
