import type { Context } from '../src/context.ts'
import type { AnnotationProperties } from '../src/log.ts'
import { run } from '../src/main.ts'
import type { Command } from './commands.ts'

/** What a step in this process gets from outside. Whatever is left out works as on a healthy runner. */
export interface InProcessContext extends Pick<Context, 'clock' | 'sendRequest'> {
  readonly random?: () => number
  readonly signal?: AbortSignal
  readonly env?: Readonly<Record<string, string>>
  /** The payload of the event, as JSON. */
  readonly eventPayload?: string
  readonly writeSummary?: (markdown: string) => Promise<void>
}

export interface InProcessResult {
  readonly exitCode: 0 | 1
  readonly outputs: Readonly<Record<string, string>>
  /** `info Taking 1 private snapshot…` */
  readonly lines: readonly string[]
  readonly masked: readonly string[]
  /** The lines and the masked secrets (`add-mask`), in order. */
  readonly commands: readonly Command[]
}

/** Runs a step in this process: `src/` instead of `dist/`, and without the runner's files. */
export async function runInProcess(
  given: Readonly<Record<string, string>>,
  { clock, sendRequest, random, signal, env, eventPayload, writeSummary }: InProcessContext,
): Promise<InProcessResult> {
  const inputs: Readonly<Record<string, string>> = { testId: '1', apiToken: 'token-0123456789', ...given }
  const outputs: Record<string, string> = {}
  const commands: Command[] = []
  const write =
    (name: string) =>
    (message: string, { title }: Partial<AnnotationProperties> = {}) => {
      commands.push({ name, message, ...(title !== undefined && { title }) })
    }
  const exitCode = await run({
    core: {
      getInput: name => (inputs[name] ?? '').trim(),
      setSecret: secret => {
        write('add-mask')(secret)
      },
      setOutput: (name, value) => {
        outputs[name] = value
      },
      writeSummary: writeSummary ?? (async () => {}),
      info: write('info'),
      notice: write('notice'),
      warning: write('warning'),
      error: write('error'),
      debug: write('debug'),
      startGroup: write('group'),
      endGroup: () => write('endgroup')(''),
    },
    env: {
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REPOSITORY: 'octo-shop/storefront',
      GITHUB_RUN_ID: '6001',
      GITHUB_SHA: '4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
      GITHUB_WORKFLOW: 'Deploy',
      GITHUB_RUN_NUMBER: '42',
      ...env,
    },
    readFile: () => eventPayload ?? '{"repository":{"private":true}}',
    clock,
    random: random ?? (() => 0.5),
    sendRequest,
    signal: signal ?? new AbortController().signal,
  })
  const isMask = ({ name }: Command) => name === 'add-mask'
  return {
    exitCode,
    outputs,
    commands,
    lines: commands.filter(one => !isMask(one)).map(({ name, message }) => `${name} ${message}`),
    masked: commands.filter(isMask).map(({ message }) => message),
  }
}
