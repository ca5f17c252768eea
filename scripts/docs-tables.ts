import { readActionYml } from '../sandbox/action-yml.ts'
import { KINDS_OF_TEST, type Metric, metricsByKind } from '../src/thousandeyes/metrics.ts'

/** The pages with tables that are generated. */
export const PAGES = ['README.md', 'docs/measurements.md'] as const

/** A page with its tables as action.yml, and the list of metrics, have them. */
export function withTables(page: string): string {
  const { inputs, outputs } = readActionYml()
  const inputRows = Object.entries(inputs).map(([name, input]) => [code(name), defaultOf(input), input.description])
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [code(name), description])
  const metricRows = [...KINDS_OF_TEST.keys()].map(type => [
    code(type),
    metricNames([...(metricsByKind(type)?.values() ?? [])].flat()),
  ])
  const withInputs = replaceTable(page, 'inputs', [['input', 'default', 'meaning'], ...inputRows])
  const withOutputs = replaceTable(withInputs, 'outputs', [['output', 'meaning'], ...outputRows])
  return replaceTable(withOutputs, 'metrics', [['test type', 'metrics, the main one first'], ...metricRows])
}

function metricNames(metrics: readonly Metric[]): string {
  return metrics.map(({ name, unit }) => `${code(name)}${unit === '' ? '' : ` ${unit}`}`).join(', ')
}

function defaultOf({ required, default: value }: { required: boolean; default?: string | undefined }): string {
  if (required) return 'required'
  return value === undefined || value === '' ? '' : code(value)
}

function replaceTable(page: string, name: string, [head = [], ...rows]: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
  const withMarker = new RegExp(`(<!-- ${name}: npm run docs -->\n\n).*?(\n\n<!-- /${name} -->)`, 's')
  return page.replace(withMarker, (_, before: string, after: string) => `${before}${table}${after}`)
}

function code(text: string): string {
  return `\`${text}\``
}
