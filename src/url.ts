const LOOPBACK_HOST = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Whether the URL is `https`, or `http` on a loopback address, where nobody can listen in. */
export function isSecureUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOST.test(hostname))
}
