import type { SendRequest } from '../src/http.ts'
import { run } from '../src/main.ts'
import type { Clock } from '../src/time.ts'

/** What a step in this process gets from outside; what is left out is as on a quiet runner. */
export interface InProcessContext {
  readonly clock: Clock
  readonly sendRequest: SendRequest
  readonly random?: () => number
  readonly signal?: AbortSignal
  readonly env?: Readonly<Record<string, string>>
  readonly writeSummary?: (markdown: string) => Promise<void>
  /** Hears of every secret, when the step masks it. */
  readonly onMask?: (secret: string) => void
  /** Called with the name of every output. */
  readonly onOutput?: (name: string) => void
}

export interface InProcessResult {
  readonly exitCode: 0 | 1
  readonly outputs: Readonly<Record<string, string>>
  /** `info Taking 1 private snapshot…` */
  readonly lines: readonly string[]
  readonly masked: readonly string[]
}

/** Runs a step in this process: the sources, not what they are built to, and without the runner's files. */
export async function runInProcess(
  given: Readonly<Record<string, string>>,
  { clock, sendRequest, random, signal, env, writeSummary, onMask, onOutput }: InProcessContext,
): Promise<InProcessResult> {
  const inputs: Readonly<Record<string, string>> = { testId: '1', apiToken: 'token-0123456789', ...given }
  const outputs: Record<string, string> = {}
  const lines: string[] = []
  const masked: string[] = []
  const write = (level: string) => (line: string) => {
    lines.push(`${level} ${line}`)
  }
  const exitCode = await run({
    core: {
      getInput: name => inputs[name] ?? '',
      setSecret: secret => {
        masked.push(secret)
        onMask?.(secret)
      },
      setOutput: (name, value) => {
        outputs[name] = value
        onOutput?.(name)
      },
      writeSummary: writeSummary ?? (async () => {}),
      info: write('info'),
      notice: write('notice'),
      warning: write('warning'),
      error: write('error'),
      debug: write('debug'),
    },
    env: {
      GITHUB_REPOSITORY: 'octo-shop/storefront',
      GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
      GITHUB_WORKFLOW: 'Deploy',
      GITHUB_RUN_NUMBER: '42',
      ...env,
    },
    readFile: () => '{}',
    clock,
    random: random ?? (() => 0.5),
    sendRequest,
    signal: signal ?? new AbortController().signal,
  })
  return { exitCode, outputs, lines, masked }
}
