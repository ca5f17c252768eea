import { STATUS_CODES } from 'node:http'
import * as v from 'valibot'
import type { HttpResponse } from '../http.ts'
import { formatStatus, parseJson } from '../text.ts'
import { lenientOptional } from './config.ts'

const Text = lenientOptional(v.string())
const ErrorItem = v.union([
  v.string(),
  v.pipe(
    v.object({ field: Text, message: Text }),
    v.transform(({ field, message }) => [field, message].filter(Boolean).join(': ')),
  ),
])

/**
 * The fields in which the bodies of errors have texts: `application/problem+json` (`title`, `detail`, `errors`), 401 of API v7
 * (`error`, `error_description`), API v6 (`errorMessage`), older bodies of API v7 (`errors`), and those of its framework (`error`,
 * `message`).
 */
const ErrorBody = v.pipe(
  v.object({
    title: Text,
    error: Text,
    errorMessage: Text,
    detail: Text,
    error_description: Text,
    message: Text,
    errors: lenientOptional(v.union([v.string(), v.array(v.fallback(ErrorItem, ''))])),
  }),
  v.transform(({ errors = [], ...texts }) => [...Object.values(texts), errors].flat().filter(text => text?.trim())),
)

const PAGE_TITLE = /<title[^>]{0,100}>([^<]{0,300})/i

/** What a body says more than its status; of a page, as gateways send, its title; empty if there is nothing. */
export function errorText({ body, status }: Pick<HttpResponse, 'body' | 'status'>): string {
  if (isPage(body)) return withoutStatus([PAGE_TITLE.exec(body)?.[1] ?? ''], status)
  const { success, output } = v.safeParse(ErrorBody, parseJson(body))
  if (success && output.length > 0) return withoutStatus(output, status)
  return /^[\s{}[\]]*$/.test(body) ? '' : body.trim()
}

function withoutStatus(texts: readonly (string | undefined)[], status: number): string {
  const known = ['', STATUS_CODES[status], formatStatus(status)].map(text => text?.toLowerCase())
  const all = texts.map(text => text?.trim()).filter(text => !known.includes(text?.toLowerCase()))
  return [...new Set(all)].join(' · ')
}

/** Whether a body is HTML or XML, as web servers, gateways and pages to log in send. */
export function isPage(body: string): boolean {
  return body.trimStart().startsWith('<')
}
