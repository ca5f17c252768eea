import { commandsIn, formatCommand, logOf } from '../../sandbox/commands.ts'
import type { Fault } from '../../sandbox/fault.ts'
import { createHttpClient, type HttpResult } from '../../sandbox/http-client.ts'
import { runInProcess } from '../../sandbox/in-process.ts'
import { eventJson, RUNNER_ENV, withDefaults } from '../../sandbox/runner.ts'
import { isSlow } from '../e2e/faults.ts'
import { openSandbox, type Sandbox, type startSandbox, withSandbox } from '../e2e/sandbox.ts'

/** A sandbox whose steps run `src/` in this process, over real connections. */
export interface InProcessSandbox extends Sandbox {
  /** What the requests for snapshots came to, in order. */
  readonly httpResults: readonly HttpResult[]
  /**
   * A fault that, where it is slow, exhausts the time of the requests that meet it.
   *
   * @param part - of the addresses that meet it
   */
  exhaustTime(fault: Fault, part: string): Fault
}

/** Enough for the first bytes of a response that is sent slowly. */
const FIRST_BYTES_MS = 120

/** A sandbox that is closed after the test. Takes the same parameters as `openSandbox`. */
export async function openInProcessSandbox(...options: Parameters<typeof startSandbox>): Promise<InProcessSandbox> {
  return inProcess(await openSandbox(...options))
}

/** Uses a sandbox of its own. Takes the same parameters as `withSandbox`. */
export async function withInProcessSandbox(
  use: (sandbox: InProcessSandbox) => Promise<void>,
  ...options: Parameters<typeof startSandbox>
): Promise<void> {
  await withSandbox(sandbox => use(inProcess(sandbox)), ...options)
}

function inProcess(sandbox: Sandbox): InProcessSandbox {
  const { clock } = sandbox
  const timeouts: { readonly address: string; readonly controller: AbortController }[] = []
  const httpResults: HttpResult[] = []

  const timeoutFor = (address: string) => {
    const controller = new AbortController()
    timeouts.push({ address, controller })
    return controller.signal
  }
  const exhaustTime: InProcessSandbox['exhaustTime'] = (fault, part) => {
    const end = () => {
      for (const { address, controller } of timeouts) {
        if (address.includes(part)) controller.abort(new DOMException('The time is over.', 'TimeoutError'))
      }
    }
    const onReached = () => setTimeout(end, fault.kind === 'sendSlowly' ? FIRST_BYTES_MS : 0)
    return isSlow(fault) ? { ...fault, onReached } : fault
  }

  const step: Sandbox['step'] = async (inputs, { event, env } = {}) => {
    let summary = ''
    const { exitCode, commands, outputs } = await runInProcess(withDefaults({ ...sandbox.inputs, ...inputs }), {
      clock,
      sendRequest: async (request, signal) => {
        const client = createHttpClient({ ...clock, timeout: () => timeoutFor(request.url.href) })
        const result = await client(request, signal)
        if (request.method === 'POST' && !request.url.href.startsWith(sandbox.gitHub.url)) httpResults.push(result)
        return result
      },
      env: {
        ...RUNNER_ENV,
        ...sandbox.env,
        GITHUB_EVENT_NAME: event?.name ?? 'push',
        GITHUB_EVENT_PATH: 'event.json',
        ...env,
      },
      eventPayload: eventJson(event?.payload),
      writeSummary: async markdown => {
        summary += markdown
      },
    })
    const stdout = commands.map(command => `${formatCommand(command)}\n`).join('')
    return {
      exitCode,
      signal: null,
      stdout,
      stderr: '',
      log: logOf(stdout),
      commands: commandsIn(stdout),
      outputs,
      summary,
    }
  }
  return { ...sandbox, step, httpResults, exhaustTime }
}
