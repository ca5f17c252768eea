import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fisherExact, lag1Autocorrelation, riseP, studentP } from '../../src/analysis/significance.ts'

describe("Fisher's exact test", () => {
  it('gives the textbook value for the lady tasting tea: 3 of 4 cups right is 17/70, and 4 of 4 is 1/70', () => {
    expect(fisherExact({ part: 3, whole: 4 }, { part: 1, whole: 4 })).toBeCloseTo(17 / 70, 12)
    expect(fisherExact({ part: 4, whole: 4 }, { part: 0, whole: 4 })).toBeCloseTo(1 / 70, 12)
  })

  it('finds nothing in one failed row of ten, and much in five', () => {
    expect(fisherExact({ part: 1, whole: 10 }, { part: 0, whole: 50 })).toBeCloseTo(1 / 6, 12)
    expect(fisherExact({ part: 5, whole: 10 }, { part: 0, whole: 50 })).toBeCloseTo(252 / 5_461_512, 12)
  })

  it('is 1 where nothing failed, everything failed, or there is nothing', () => {
    expect(fisherExact({ part: 0, whole: 10 }, { part: 0, whole: 50 })).toBeCloseTo(1, 9)
    expect(fisherExact({ part: 10, whole: 10 }, { part: 50, whole: 50 })).toBeCloseTo(1, 9)
    expect(fisherExact({ part: 0, whole: 0 }, { part: 0, whole: 0 })).toBe(1)
  })

  it('counts an outcome as at least as unlikely the other way round when it is likely this way', () => {
    const side = fc
      .integer({ min: 0, max: 60 })
      .chain(whole => fc.record({ part: fc.nat(whole), whole: fc.constant(whole) }))
    const rest = ({ part, whole }: { part: number; whole: number }) => ({ part: whole - part, whole })
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(fisherExact(a, b)).toBeCloseTo(fisherExact(rest(b), rest(a)), 9)
        expect(fisherExact(a, b) + fisherExact(b, a)).toBeGreaterThanOrEqual(1 - 1e-9)
      }),
    )
  })
})

describe("Student's t", () => {
  it('has the tails that tables give', () => {
    const tails: readonly (readonly [number, number, number])[] = [
      [2.228, 10, 0.025],
      [2.764, 10, 0.01],
      [1.671, 60, 0.05],
      [-1.671, 60, 0.95],
      [0, 8, 0.5],
    ]
    for (const [t, freedom, p] of tails) expect(studentP(t, freedom)).toBeCloseTo(p, 3)
  })
})

describe('the lag-1 autocorrelation', () => {
  it('is high in a slow wave, and 0 in a zigzag and in a constant series', () => {
    const rounds = Array.from({ length: 60 }, (_, round) => round)
    expect(lag1Autocorrelation(rounds.map(round => Math.sin(round / 6)))).toBeGreaterThan(0.9)
    expect(lag1Autocorrelation(rounds.map(round => round % 2))).toBe(0)
    expect(lag1Autocorrelation(rounds.map(() => 7))).toBe(0)
  })
})

describe('the test for a rise', () => {
  const zigzag = (length: number, level: number) => Array.from({ length }, (_, round) => level + (round % 3) - 1)

  it('finds a rise, and does not take a fall for one', () => {
    expect(riseP(zigzag(30, 10), zigzag(9, 14))).toBeLessThan(1e-6)
    expect(riseP(zigzag(30, 10), zigzag(9, 6))).toBeGreaterThan(0.999)
    expect(riseP(zigzag(30, 10), zigzag(9, 10))).toBeGreaterThan(0.4)
  })

  it('does not take the crest of a slow wave for a rise, though it would be one after rounds in random order', () => {
    const wave = Array.from({ length: 60 }, (_, round) => Math.sin((round + 4) / 4))
    const [before, crest] = [wave.slice(0, 50), wave.slice(50)]
    const shuffled = before.map((_, round) => before[(round * 19) % 50] ?? 0)
    expect(riseP(shuffled, crest)).toBeLessThan(0.015)
    expect(riseP(before, crest)).toBeGreaterThan(0.05)
  })

  it("is Student's for rounds that don't resemble each other, without the highest after the deploy", () => {
    // Means 1 and 2.375; squares 8 and 0.6875 in 8 + 4 rounds.
    const t = 1.375 / Math.sqrt(((8 + 0.6875) / 10) * (1 / 8 + 1 / 4))
    expect(riseP([0, 2, 0, 2, 0, 2, 0, 2], [2, 3, 3, 2])).toBeCloseTo(studentP(t, 10), 9)
  })

  it('is not decided by a single round', () => {
    expect(riseP(zigzag(30, 10), [...zigzag(9, 10), 1e9])).toBeGreaterThan(0.4)
  })

  it('counts the rounds above a level that most rounds before had', () => {
    const constant = Array.from({ length: 49 }, () => 203)
    expect(riseP([...constant, 30_000], [600, 600, 600, 600, 600])).toBeLessThan(0.0001)
    expect(riseP([...constant, 30_000], [203, 203, 600, 203, 203])).toBeGreaterThan(0.1)
  })
})
