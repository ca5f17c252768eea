/** A measured figure; less is better. */
export interface Figure {
  readonly what: string
  readonly measured: number
  /** What we want. */
  readonly target: number
  /** What may never be exceeded, also on a busy machine: beyond it, something has got worse. */
  readonly limit: number
}

/** Prints the figures, and returns whether all are within their target, or within their limit if that suffices. */
export function printFigures(figures: readonly Figure[], bound: 'target' | 'limit'): boolean {
  const verdict = ({ measured, target, limit }: Figure) =>
    measured <= target ? 'met' : measured <= limit ? 'missed' : 'past its limit'
  printTable(
    ['figure', 'measured', 'target', 'limit', ''],
    figures.map(figure => [figure.what, figure.measured, figure.target, figure.limit, verdict(figure)]),
  )
  return figures.every(figure => figure.measured <= figure[bound])
}

/** Prints Markdown; numbers are rounded to hundredths and stand to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const line = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`)
  line(head)
  line(head.map((_, column) => (typeof rows[0]?.[column] === 'number' ? '--:' : '---')))
  for (const row of rows) {
    line(row.map(cell => (typeof cell === 'number' ? String(Math.round(cell * 100) / 100) : cell)))
  }
  console.log()
}
