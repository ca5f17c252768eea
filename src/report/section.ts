/** Lines that belong together, under what introduces them. */
export interface Section {
  readonly header: readonly string[]
  readonly lines: readonly string[]
  /** Between two lines. */
  readonly separator: '\n' | '\n\n'
}

/** A list under its title. */
export function list(title: string, lines: readonly string[]): Section {
  return { header: [title, ''], lines, separator: '\n' }
}
