import { generate } from 'selfsigned'
import type { Tls } from '../../sandbox/server.ts'

const generated = new Map<string, Promise<Tls>>()

/** A self-signed certificate for these host names. Each is generated once, since that takes a while. */
export function certificateFor(hosts: readonly string[]): Promise<Tls> {
  const certificate = generated.get(hosts.join()) ?? make(hosts)
  generated.set(hosts.join(), certificate)
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
