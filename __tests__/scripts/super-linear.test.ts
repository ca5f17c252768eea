import { describe, expect, it } from '@jest/globals'
import { superLinearExpressions } from '../../scripts/super-linear.ts'

describe('superLinearExpressions', () => {
  it.each(['/=+$/', '/<[^>]*>/g', '/^(a+)+$/', '/([^/]+)\\/?$/', '/^\\s*\\s*x/u'])('finds %s', expression => {
    expect(superLinearExpressions(`export const f = (text: string) => ${expression}.test(text)`)).toEqual([expression])
  })

  it('finds one that is put together when the code runs', () => {
    expect(superLinearExpressions('export const f = (s: string) => new RegExp(s)')).toEqual(['RegExp()'])
  })

  it.each(['/[=]/g', '/^\\d{1,20}$/', '/\\s+/g', '/^\\s{0,100}</i'])('does not complain of %s', expression => {
    expect(superLinearExpressions(`const f: RegExp = ${expression}`)).toEqual([])
  })
})
