import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A workflow in examples/. */
export interface ExampleWorkflow {
  /** Its `name:`. */
  readonly title: string
  /** `gate.yml` */
  readonly file: string
  readonly yaml: string
}

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** The workflows that a page shows, in its order: as a whole, or the step that uses the action. */
export function documentedWorkflows(page = 'README.md'): readonly ExampleWorkflow[] {
  const markers = read(page).matchAll(/^<!-- (?:example|step of) (?<file>[\w-]+\.yml): npm run docs -->$/gm)
  const files = Array.from(markers, ({ groups }) => groups?.['file'] ?? '')
  return exampleWorkflows()
    .filter(({ file }) => files.includes(file))
    .sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file))
}

/** All workflows in examples/, by name of file. */
export function exampleWorkflows(): readonly ExampleWorkflow[] {
  const files = readdirSync(new URL('examples', root)).sort()
  return files
    .filter(file => file !== 'dependabot.yml')
    .map(file => {
      const yaml = read(`examples/${file}`)
      return { title: /^name: (.*)$/m.exec(yaml)?.[1] ?? file, file, yaml }
    })
}

/** Whether a workflow needs `jq`, which GitHub's runners have, and this machine lacks it. */
export function lacksJq(yaml: string): boolean {
  return yaml.includes('jq --') && spawnSync('jq', ['--version']).error !== undefined
}
