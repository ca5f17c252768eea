import { describe, expect, it } from '@jest/globals'
import { redact } from '../../src/text.ts'
import { authorization, secretVariants } from '../../src/thousandeyes/credentials.ts'

const bearer = { kind: 'bearer', token: 'tok/en' } as const
const basic = { kind: 'basic', email: 'a@b.example', token: 'tok/en' } as const

describe('secretVariants', () => {
  it('has a bearer token as it is, in a URL and in base64, with and without padding', () => {
    expect(new Set(secretVariants(bearer))).toEqual(new Set(['tok/en', 'tok%2Fen', 'tok%2fen', btoa('tok/en')]))
    expect(secretVariants({ kind: 'bearer', token: 'a?~~?' })).toEqual(
      expect.arrayContaining(['YT9+fj8=', 'YT9+fj8', 'YT9-fj8', 'YT9%2Bfj8%3D', 'YT9%2bfj8%3d']),
    )
  })

  it('has the token and the whole of a Basic credential', () => {
    const whole = 'a@b.example:tok/en'
    expect(new Set(secretVariants(basic))).toEqual(
      new Set([
        ...['tok/en', 'tok%2Fen', 'tok%2fen', btoa('tok/en')],
        ...[whole, encodeURIComponent(whole), 'a%40b.example%3atok%2fen', btoa(whole)],
      ]),
    )
  })

  it('begins with the longest, so that nothing is left of the whole credential', () => {
    expect(redact('sent as a@b.example:tok/en', secretVariants(basic))).toBe('sent as ***')
  })

  it.each([bearer, basic])('has the form that is sent: %j', credentials => {
    expect(redact(authorization(credentials), secretVariants(credentials))).toMatch(/^(Bearer|Basic) \*\*\*$/)
  })
})
