import type { Log } from './log.ts'
import type { SendRequest } from './thousandeyes/http.ts'
import type { Clock } from './time.ts'

/** What the action uses of `@actions/core`. */
export interface Core extends Log {
  /** The text of an input, trimmed; empty when it was not given. */
  getInput(name: string): string
  setSecret(secret: string): void
  setOutput(name: string, value: string): void
  /** Appends Markdown to the job summary; rejects when the runner offers none. */
  writeSummary(markdown: string): Promise<void>
}

/** Everything that comes from outside. */
export interface Context {
  readonly core: Core
  readonly env: Readonly<Record<string, string | undefined>>
  /** The content of a file, as text; throws when there is none. */
  readonly readFile: (path: string) => string
  readonly clock: Clock
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
  readonly send: SendRequest
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
}
