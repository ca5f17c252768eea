import { type Clock, duration } from './clock.ts'
import type { Log } from './log.ts'

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
  for (let leftMs = waitMinutes * 60_000; leftMs > 0; leftMs -= PROGRESS_MS) {
    log.info(`Waiting ${duration(leftMs)} before the snapshot, so that its window holds what comes after the deploy.`)
    await clock.sleep(Math.min(leftMs, PROGRESS_MS), signal)
  }
}
