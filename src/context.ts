import type { SendRequest } from './http.ts'
import type { Log } from './log.ts'
import type { Clock } from './time.ts'

/** The functions of `@actions/core` that the action uses. */
export interface Core extends Log {
  /** The text of an input, trimmed; empty if it is not set. */
  getInput(name: string): string
  setSecret(secret: string): void
  setOutput(name: string, value: string): void
  /** Folds the lines of the log that follow, up to `endGroup`. */
  startGroup(name: string): void
  endGroup(): void
  /** Appends Markdown to the job summary; rejects if the runner has no job summary. */
  writeSummary(markdown: string): Promise<void>
}

/** Everything that comes from outside. A function that needs less takes a `Pick` of it. */
export interface Context {
  readonly core: Core
  readonly env: Readonly<Record<string, string | undefined>>
  /** The content of a file, as text; throws if it cannot be read. */
  readonly readFile: (path: string) => string
  readonly clock: Clock
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
  readonly sendRequest: SendRequest
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
  /** The text without the secrets of the step. */
  readonly redact: (text: string) => string
  /** Redacts secrets and never breaks a line. */
  readonly log: Log
}
