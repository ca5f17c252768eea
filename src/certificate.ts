/**
 * What to do about a certificate that was refused; `undefined` if something else is wrong.
 *
 * @param reason - Node's message on a connection that could not be established
 */
export function certificateRemedy(reason: string, host: string): string | undefined {
  if (/certificate has expired|certificate is not yet valid/.test(reason)) {
    return `Check the runner's clock, and the certificate of ${host}, or of a proxy that inspects TLS.`
  }
  if (/altnames/.test(reason)) {
    return `Another server answers for ${host}: check the address, the runner's DNS, and any proxy in between.`
  }
  if (/certificate/i.test(reason)) {
    return `The runner doesn't trust the certificate of ${host}, or of a proxy that inspects TLS: set NODE_EXTRA_CA_CERTS to a file with the certificate of its authority.`
  }
  return undefined
}
