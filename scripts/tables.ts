import { readActionYml } from '../sandbox/action-yml.ts'
import { KINDS_OF_TEST, metricsOf, RESULT_KINDS, type ResultKind } from '../src/thousandeyes/metrics.ts'

/** The pages with tables that are generated. */
export const PAGES = ['README.md', 'docs/measurements.md'] as const

/** A page with its tables as action.yml, and the list of metrics, have them. */
export function withTables(page: string): string {
  const { inputs, outputs } = readActionYml()
  const inputRows = Object.entries(inputs).map(([name, input]) => [code(name), defaultOf(input), input.description])
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [code(name), description])
  const metricRows = [...KINDS_OF_TEST].map(([type, kinds]) => [code(type), metricNames(kinds)])
  const withInputs = replaceTable(page, 'inputs', [['input', 'default', 'meaning'], ...inputRows])
  const withOutputs = replaceTable(withInputs, 'outputs', [['output', 'meaning'], ...outputRows])
  return replaceTable(withOutputs, 'metrics', [['test type', 'metrics, the main one first'], ...metricRows])
}

function metricNames(kinds: readonly ResultKind[]): string {
  const metrics = kinds.flatMap(kind => metricsOf(RESULT_KINDS[kind]))
  const words = new Map(metrics.map(({ name, unit }) => [name, `${code(name)}${unit === '' ? '' : ` ${unit}`}`]))
  return [...words.values()].join(', ')
}

function defaultOf({ required, default: value }: { required: boolean; default?: string | undefined }): string {
  if (required) return 'required'
  return value === undefined || value === '' ? '' : code(value)
}

function replaceTable(page: string, name: string, [head = [], ...rows]: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
  const marked = new RegExp(`(<!-- ${name}: npm run docs -->\n\n).*?(\n\n<!-- /${name} -->)`, 's')
  return page.replace(marked, (_, before: string, after: string) => `${before}${table}${after}`)
}

function code(text: string): string {
  return `\`${text}\``
}
