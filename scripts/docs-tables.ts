import { readFileSync } from 'node:fs'
import { readActionYml } from '../sandbox/action-yml.ts'
import { KINDS_OF_TEST, type Metric, metricsByKind } from '../src/thousandeyes/metrics.ts'

/** The pages with parts that are generated. */
export const PAGES = ['README.md', 'docs/examples.md', 'docs/measurements.md', 'docs/scale.md'] as const

/** The inputs of the README's first table. */
const MOST_USED = ['testId', 'apiToken', 'aid', 'waitForRounds', 'deployedAt', 'failOn', 'comment', 'isPublic']

/** A page with its tables as action.yml and the list of metrics have them, and its workflows as they are in examples/. */
export function withGeneratedParts(page: string): string {
  const { inputs, outputs } = readActionYml()
  const inputRow = (name: string) => {
    const input = inputs[name]
    if (input === undefined) throw new Error(`action.yml has no input ${name}`)
    return [code(name), defaultOf(input), input.description]
  }
  const others = Object.keys(inputs).filter(name => !MOST_USED.includes(name))
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [code(name), description])
  const metricRows = [...KINDS_OF_TEST.keys()].map(type => [
    code(type),
    metricNames([...metricsByKind({ testType: type, resultKinds: [] }).values()].flat()),
  ])
  const inputHead = ['input', 'default', 'meaning']
  const tables: readonly [name: string, rows: readonly string[][]][] = [
    ['inputs', [inputHead, ...MOST_USED.map(inputRow)]],
    ['other inputs', [inputHead, ...others.map(inputRow)]],
    ['outputs', [['output', 'meaning'], ...outputRows]],
    ['metrics', [['test type', 'metrics, the main one first'], ...metricRows]],
  ]
  return withExamples(tables.reduce((text, [name, rows]) => replaceTable(text, name, rows), page))
}

/** Each marker names a file in examples/, and whether all of it is shown or the step that uses the action. */
function withExamples(page: string): string {
  const marked = /(<!-- (example|step of) ([\w-]+\.yml): npm run docs -->\n).*?(\n<!-- \/example -->)/gs
  return page.replace(marked, (_, start: string, kind: string, file: string, end: string) => {
    const yaml = readFileSync(new URL(`../examples/${file}`, import.meta.url), 'utf8').trimEnd()
    return `${start}\n\`\`\`yaml\n${kind === 'example' ? yaml : stepIn(yaml)}\n\`\`\`\n${end}`
  })
}

/** From the line that uses the action to the end, without the indentation. */
function stepIn(yaml: string): string {
  const lines = yaml.split('\n')
  const start = lines.findIndex(line => /^ +- uses: your-org\/thousandeyes-snapshot@/.test(line))
  const indentation = lines[start]?.search(/\S/) ?? 0
  return lines
    .slice(start)
    .map(line => line.slice(indentation))
    .join('\n')
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
