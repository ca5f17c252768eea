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
