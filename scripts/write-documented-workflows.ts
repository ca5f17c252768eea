/**
 * Writes every workflow in the README and docs/ to `{folder}/.github/workflows/`, for tools that read files:
 * `node scripts/write-documented-workflows.ts FOLDER`.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentedWorkflows } from '../sandbox/workflow.ts'

const [folder = '.'] = process.argv.slice(2)
const workflows = join(folder, '.github', 'workflows')
mkdirSync(workflows, { recursive: true })
const docs = readdirSync(new URL('../docs', import.meta.url)).filter(name => name.endsWith('.md'))
for (const page of ['README.md', ...docs.map(name => `docs/${name}`)]) {
  for (const { title, yaml } of documentedWorkflows(page)) {
    writeFileSync(
      join(
        workflows,
        `${page} ${title}`
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .concat('.yml'),
      ),
      yaml,
    )
  }
}
