import type { Clock } from '../../src/time.ts'

/** How often something may happen within a span of time. */
export interface QuotaRule {
  readonly limit: number
  readonly windowMinutes: number
  /**
   * `sliding`: no span of that length holds more. `fixed`: the first use opens a window, and all uses count until it closes.
   */
  readonly window: 'sliding' | 'fixed'
}

/** A quota and its uses up to now. */
export class Quota {
  readonly limit: number
  readonly #rule: QuotaRule
  readonly #clock: Clock
  #usedAtMs: number[] = []

  constructor(rule: QuotaRule, clock: Clock) {
    this.limit = rule.limit
    this.#rule = rule
    this.#clock = clock
  }

  get remaining(): number {
    return this.limit - this.#counted().length
  }

  /** When the window closes, or the oldest use leaves it; an unused quota counts as used now. */
  get resetAt(): Date {
    const [oldestMs = this.#clock.now().getTime()] = this.#counted()
    return new Date(oldestMs + this.#windowMs)
  }

  use(): void {
    this.#usedAtMs = [...this.#counted(), this.#clock.now().getTime()]
  }

  get #windowMs(): number {
    return this.#rule.windowMinutes * 60_000
  }

  /** The uses that count now, the oldest first. */
  #counted(): readonly number[] {
    const sinceMs = this.#clock.now().getTime() - this.#windowMs
    if (this.#rule.window === 'sliding') return this.#usedAtMs.filter(usedAtMs => usedAtMs > sinceMs)
    const [openedMs = sinceMs] = this.#usedAtMs
    return openedMs > sinceMs ? this.#usedAtMs : []
  }
}
