import { redact } from './redaction.ts'
import { singleLine } from './text.ts'

/** The job's log; each call is one line, and notices, warnings and errors are annotations of the run as well. */
export interface Log {
  info(line: string): void
  notice(line: string, annotation?: AnnotationProperties): void
  warning(line: string, annotation?: AnnotationProperties): void
  error(line: string, annotation?: AnnotationProperties): void
  debug(line: string): void
}

export interface AnnotationProperties {
  readonly title: string
}

/**
 * A log that stays one line a call, without secrets, and without workflow commands: the runner executes a line that starts with
 * `::`, and `##[` anywhere in it.
 */
export function createSafeLogger(log: Log, secrets: readonly string[]): Log {
  const safe = (line: string) => redact(singleLine(line), secrets).replace(/^::/, ': :').replaceAll('##[', '## [')
  const safeTitle = (annotation?: AnnotationProperties) => annotation && { title: safe(annotation.title) }
  return {
    info: line => log.info(safe(line)),
    notice: (line, annotation) => log.notice(safe(line), safeTitle(annotation)),
    warning: (line, annotation) => log.warning(safe(line), safeTitle(annotation)),
    error: (line, annotation) => log.error(safe(line), safeTitle(annotation)),
    debug: line => log.debug(safe(line)),
  }
}

/** The stack of a bug in the action, for its authors. */
export function debugStack(error: unknown, log: Pick<Log, 'debug'>): void {
  if (error instanceof Error) log.debug(String(error.stack))
}
