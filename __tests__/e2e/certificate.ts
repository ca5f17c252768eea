import { generate } from 'selfsigned'
import type { Tls } from '../../sandbox/server.ts'

/** A certificate for these host names that nobody trusts who was not told to. */
export async function certificateFor(hosts: readonly string[]): Promise<Tls> {
  const altNames = hosts.map(value => ({ type: 2 as const, value }))
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'sandbox' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return { cert, key }
}
