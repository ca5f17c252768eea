import * as v from 'valibot'
import { shorten } from '../text.ts'

/** An optional field that is not worth failing for: if it is missing or of another type, it is `undefined`. */
export function lenientOptional<T extends v.GenericSchema>(schema: T) {
  return v.fallback(v.optional(schema), undefined)
}

/** A name or the like, for people: no longer than a few lines, whatever the service sends, since it is shown in many places. */
export const ShownText = v.pipe(
  v.string(),
  v.transform(text => shorten(text, MAX_TEXT_LENGTH)),
)

const MAX_TEXT_LENGTH = 1000
