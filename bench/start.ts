import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runStep } from '../sandbox/runner.ts'
import { listen } from '../sandbox/server.ts'
import { median } from './median.ts'

const SNAPSHOT = JSON.stringify({ _links: { appLink: { href: 'https://app.thousandeyes.com/view/1' } } })

interface Start {
  /** Whose first request it is. */
  readonly to: 'ThousandEyes' | 'GitHub'
  readonly comment: boolean
}

/**
 * From the start of the process to its first request to a service, over the time of a bare `node` with an empty file: the
 * median of as many pairs, run in turn, so that what else the machine does falls on both alike. GitHub is called for the
 * comment, once there is a snapshot.
 */
export async function startRatio({ to, comment }: Start, pairs: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const empty = join(folder, 'empty.js')
  writeFileSync(empty, '')
  let arrivedMs: number | undefined
  const service = await listen(({ path }, response) => {
    const asked = path.startsWith('/v7/') ? 'ThousandEyes' : 'GitHub'
    if (asked === to) arrivedMs ??= performance.now()
    response.writeHead(asked === 'ThousandEyes' ? 201 : 401).end(SNAPSHOT)
  })
  const ratios: number[] = []
  try {
    for (let pair = 0; pair < pairs; pair++) {
      const bareMs = await bareNode(empty)
      const startedMs = performance.now()
      arrivedMs = undefined
      const { log } = await runStep({
        with: {
          testId: '1',
          apiToken: 'token-0123456789',
          apiUrl: service.url,
          comment: String(comment),
          measure: 'false',
          summary: 'false',
        },
        env: { GITHUB_API_URL: service.url, GITHUB_GRAPHQL_URL: `${service.url}/graphql` },
      })
      if (arrivedMs === undefined) throw new Error(`The step never called ${to}:\n${log}`)
      ratios.push((arrivedMs - startedMs) / bareMs)
    }
  } finally {
    await service.close()
    rmSync(folder, { recursive: true })
  }
  return median(ratios)
}

function bareNode(file: string): Promise<number> {
  const startedMs = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] })
    child.on('error', reject)
    child.on('close', () => resolve(performance.now() - startedMs))
  })
}
