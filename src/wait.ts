import type { Log } from './log.ts'
import { type Clock, formatDuration } from './time.ts'

const PROGRESS_MS = 60_000

/**
 * Waits for `waitMinutes`, with a line of progress every minute.
 *
 * @throws AbortError when the job is cancelled meanwhile
 */
export async function waitBeforeSnapshot(
  waitMinutes: number,
  clock: Clock,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  if (waitMinutes === 0) return
  const totalMs = waitMinutes * 60_000
  log.info(
    `Waiting ${formatDuration(totalMs)} before the snapshot, so that its window holds what comes after the deploy.`,
  )
  for (let leftMs = totalMs; leftMs > 0; leftMs -= PROGRESS_MS) {
    if (leftMs < totalMs) log.info(`${formatDuration(leftMs)} to go.`)
    await clock.sleep(Math.min(leftMs, PROGRESS_MS), signal)
  }
}
