import type { Clock } from '../../src/time.ts'

/** At most `limit` uses within any span of `spanMs`. */
export class Quota {
  readonly limit: number
  readonly #spanMs: number
  readonly #clock: Clock
  #usedAtMs: number[] = []

  constructor(limit: number, spanMs: number, clock: Clock) {
    this.limit = limit
    this.#spanMs = spanMs
    this.#clock = clock
  }

  get remaining(): number {
    return this.limit - this.#recent().length
  }

  /** When the oldest use no longer counts. */
  get resetAt(): Date {
    const [oldestMs = this.#clock.now().getTime() - this.#spanMs] = this.#recent()
    return new Date(oldestMs + this.#spanMs)
  }

  use(): void {
    this.#usedAtMs.push(this.#clock.now().getTime())
  }

  #recent(): number[] {
    const sinceMs = this.#clock.now().getTime() - this.#spanMs
    this.#usedAtMs = this.#usedAtMs.filter(usedAtMs => usedAtMs > sinceMs)
    return this.#usedAtMs
  }
}
