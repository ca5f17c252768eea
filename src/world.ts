import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import type { Send } from './thousandeyes/http.ts'

/** What the action uses of `@actions/core`. */
export interface Toolkit extends Log {
  /** The text of an input, trimmed; empty when it was not given. */
  getInput(name: string): string
  setSecret(secret: string): void
  setOutput(name: string, value: string): void
  /** Appends Markdown to the job summary; rejects when the runner offers none. */
  writeSummary(markdown: string): Promise<void>
}

/** Everything that comes from outside. */
export interface World {
  readonly toolkit: Toolkit
  readonly env: Readonly<Record<string, string | undefined>>
  /** The content of a file, as text; throws when there is none. */
  readonly readFile: (path: string) => string
  readonly clock: Clock
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
  readonly send: Send
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
}
