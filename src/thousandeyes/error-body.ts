import * as v from 'valibot'
import { quote } from '../text.ts'

/** The bodies in which the service says what is wrong; every other body is quoted as it came. */
const ErrorBody = v.union([
  // v7: application/problem+json
  v.pipe(
    v.object({
      title: v.string(),
      detail: v.optional(v.nullable(v.string())),
      errors: v.optional(
        v.nullable(v.array(v.object({ field: v.optional(v.string()), message: v.optional(v.string()) }))),
      ),
    }),
    v.transform(({ title, detail, errors }) => [
      title,
      detail,
      ...(errors ?? []).map(({ field, message }) => [field, message].filter(Boolean).join(': ')),
    ]),
  ),
  // v7, 401
  v.pipe(
    v.object({ error: v.string(), error_description: v.optional(v.string()) }),
    v.transform(({ error, error_description }) => [error, error_description]),
  ),
  // v6
  v.pipe(
    v.object({ errorMessage: v.string() }),
    v.transform(({ errorMessage }) => [errorMessage]),
  ),
  // older v7
  v.pipe(
    v.object({ errors: v.array(v.string()) }),
    v.transform(({ errors }) => errors),
  ),
])

/** What the service said in an answer's body, in quotation marks and on one line; empty when it said nothing. */
export function parseErrorMessage(body: string): string {
  const { success, output } = v.safeParse(ErrorBody, parseJson(body))
  const words = success ? output.filter(Boolean).join(' · ') : withoutTags(body)
  return words.trim() === '' ? '' : quote(words)
}

/** The JSON in a text, or `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Gateways answer with pages of HTML; only their text is worth reading. */
function withoutTags(body: string): string {
  const isHtml = /^\s*<(!doctype|html|head|body)/i.test(body)
  return isHtml ? body.replace(/<(style|script)\b.*?<\/\1>|<[^>]*>/gis, ' ').replace(/\s+/g, ' ') : body
}
