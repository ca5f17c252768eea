import { redact } from './redaction.ts'
import { singleLine } from './text.ts'

/** The job's log; each call is one line, and notices, warnings and errors are annotations of the run as well. */
export interface Log {
  info(line: string): void
  notice(line: string): void
  warning(line: string): void
  error(line: string): void
  debug(line: string): void
}

/**
 * A log that stays one line a call, holds no secret and commands nothing: the runner obeys a line that starts with `::`,
 * and `##[` anywhere in it, whoever wrote that.
 */
export function createSafeLogger(log: Log, secrets: readonly string[]): Log {
  const safe = (line: string) => redact(singleLine(line), secrets).replace(/^::/, ': :').replaceAll('##[', '## [')
  return {
    info: line => log.info(safe(line)),
    notice: line => log.notice(safe(line)),
    warning: line => log.warning(safe(line)),
    error: line => log.error(safe(line)),
    debug: line => log.debug(safe(line)),
  }
}
