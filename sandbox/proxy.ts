import { createServer } from 'node:http'
import { connect } from 'node:net'

/** A CONNECT proxy on a loopback address. It tunnels to the port on this machine, whatever the host is. */
export interface Proxy {
  readonly url: string
  /** The requested authorities, such as `github.example:443`, with the `Proxy-Authorization` header. */
  readonly tunnels: readonly { readonly authority: string; readonly authorization: string | undefined }[]
  close(): Promise<void>
}

export async function startProxy(host: '127.0.0.1' | '::1' = '127.0.0.1'): Promise<Proxy> {
  const tunnels: { readonly authority: string; readonly authorization: string | undefined }[] = []
  const server = createServer()
  server.on('connect', ({ url: authority = '', headers }, client) => {
    tunnels.push({ authority, authorization: headers['proxy-authorization'] })
    const service = connect(Number(new URL(`tcp://${authority}`).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      service.pipe(client).pipe(service)
    })
    // Without its pipe, it would never read its end.
    service.on('close', () => client.resume())
    for (const socket of [client, service]) {
      socket.on('error', () => {
        client.destroy()
        service.destroy()
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const address = server.address()
  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${typeof address === 'object' ? address?.port : ''}`,
    tunnels,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}
