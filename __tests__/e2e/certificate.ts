import { generate } from 'selfsigned'
import type { Tls } from '../../sandbox/server.ts'

const made = new Map<string, Promise<Tls>>()

/** A certificate for these host names that nobody trusts who was not told to; to make one takes a while. */
export function certificateFor(hosts: readonly string[]): Promise<Tls> {
  const certificate = made.get(hosts.join()) ?? make(hosts)
  made.set(hosts.join(), certificate)
  return certificate
}

async function make(hosts: readonly string[]): Promise<Tls> {
  const altNames = hosts.map(value => ({ type: 2 as const, value }))
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'sandbox' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return { cert, key }
}
