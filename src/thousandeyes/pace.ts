import type { HttpResult } from './http.ts'
import { restMs } from './retry.ts'

/** All that read in a step share one, so that none sends what must be refused, or takes what snapshots need. */
export class Pace {
  #notBeforeMs = 0

  /** Hears of every answer. */
  note(result: HttpResult, now: Date): void {
    this.#notBeforeMs = Math.max(this.#notBeforeMs, now.getTime() + (restMs(result, now) ?? 0))
  }

  /** How long it is until the next request may go. */
  waitMs(now: Date): number {
    return Math.max(0, this.#notBeforeMs - now.getTime())
  }
}
