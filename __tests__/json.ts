/** The way to a value in JSON, by its keys. */
export type Path = readonly string[]

export const WRONG_VALUES: readonly unknown[] = [null, 5, -1.5, true, '', 'text', [], [[]], {}, { text: {} }]

/** The ways to all values in JSON, those with others inside first. */
export function pathsIn(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsIn(inner).map(path => [key, ...path])])
}

/** JSON in which one value is another one. */
export function mutated(json: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(json)) return json.map((one, index) => (String(index) === key ? mutated(one, rest, value) : one))
  const inner = new Map(Object.entries(Object(json)))
  return Object.fromEntries(inner.set(key, mutated(inner.get(key), rest, value)))
}

/** JSON in which every value is another one, but for those on the way to `kept`. */
export function replaced(json: unknown, by: unknown, kept: Path): unknown {
  const [key, ...rest] = kept
  if (key === undefined) return json
  const entries = Object.entries(Object(json))
  return Object.fromEntries(entries.map(([name, value]) => [name, name === key ? replaced(value, by, rest) : by]))
}
