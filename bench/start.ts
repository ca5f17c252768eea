import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runStep } from '../sandbox/runner.ts'
import { listen } from '../sandbox/server.ts'
import { median } from './median.ts'

/**
 * From the start of the process to its first request, over the time of a bare `node` with an empty file: the median of this many
 * pairs, run in turn, so that what else the machine does falls on both alike.
 */
export async function startRatio(pairs: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const empty = join(folder, 'empty.js')
  writeFileSync(empty, '')
  let arrivedMs: number | undefined
  const service = await listen((_, response) => {
    arrivedMs ??= performance.now()
    response.writeHead(401).end()
  })
  const ratios: number[] = []
  try {
    for (let pair = 0; pair < pairs; pair++) {
      const bareMs = await bareNode(empty)
      const startedMs = performance.now()
      arrivedMs = undefined
      const inputs = { testId: '1', apiToken: 'token-0123456789', apiUrl: service.url, comment: 'true' }
      const env = { GITHUB_API_URL: service.url, GITHUB_GRAPHQL_URL: `${service.url}/graphql` }
      const { log } = await runStep({ with: inputs, env })
      if (arrivedMs === undefined) throw new Error(`The step sent nothing:\n${log}`)
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
