import * as v from 'valibot'

/** A field that is worth having, but not worth failing for: missing or of another type, it is `undefined`. */
export function lenientOptional<T extends v.GenericSchema>(schema: T) {
  return v.fallback(v.optional(schema), undefined)
}
