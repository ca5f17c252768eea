import { readBody } from '../body.ts'

export type Fetch = typeof globalThis.fetch

/** A page of comments, each as long as it may be, has 6 MiB; more than several of them is no answer of GitHub's. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/**
 * A `fetch` that follows no redirect, so that neither token nor comment travels to another host, reads no answer without
 * end, and rejects where an answer breaks off.
 */
export function carefulFetch(fetch: Fetch): Fetch {
  return async (url, options) => {
    const answer = await fetch(url, { ...options, redirect: 'manual' })
    if (answer.body === null) return answer
    const { body, error } = await readBody(answer.body, MAX_BODY_BYTES)
    if (error !== undefined) throw error
    return new Response(body, answer)
  }
}
