import { readActionYml } from '../sandbox/action-yml.ts'

/** The README with its tables of inputs and outputs as action.yml has them. */
export function withTables(readme: string): string {
  const { inputs, outputs } = readActionYml()
  const inputRows = Object.entries(inputs).map(([name, input]) => [code(name), defaultOf(input), input.description])
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [code(name), description])
  const withInputs = replaceTable(readme, 'inputs', [['input', 'default', 'meaning'], ...inputRows])
  return replaceTable(withInputs, 'outputs', [['output', 'meaning'], ...outputRows])
}

function defaultOf({ required, default: value }: { required: boolean; default?: string | undefined }): string {
  if (required) return 'required'
  return value === undefined || value === '' ? '' : code(value)
}

function replaceTable(readme: string, name: string, [head = [], ...rows]: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
  const marked = new RegExp(`(<!-- ${name}: npm run docs -->\n\n).*?(\n\n<!-- /${name} -->)`, 's')
  return readme.replace(marked, (_, before: string, after: string) => `${before}${table}${after}`)
}

function code(text: string): string {
  return `\`${text}\``
}
