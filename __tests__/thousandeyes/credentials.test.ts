import { expect, test } from '@jest/globals'
import { redact } from '../../src/text.ts'
import { authorization, secretVariants } from '../../src/thousandeyes/credentials.ts'

const bearer = { kind: 'bearer', token: 'tok/en' } as const
const basic = { kind: 'basic', email: 'a@b.example', token: 'tok/en' } as const

test('a bearer token may stand in an address or in base64, with and without padding', () => {
  expect(new Set(secretVariants(bearer))).toEqual(new Set(['tok/en', 'tok%2Fen', 'tok%2fen', btoa('tok/en')]))
  expect(secretVariants({ kind: 'bearer', token: 'a?~~?' })).toEqual(
    expect.arrayContaining(['YT9+fj8=', 'YT9+fj8', 'YT9-fj8', 'YT9%2Bfj8%3D', 'YT9%2bfj8%3d']),
  )
})

test('a Basic credential has those of the token and of the whole', () => {
  const whole = 'a@b.example:tok/en'
  expect(new Set(secretVariants(basic))).toEqual(
    new Set([
      ...['tok/en', 'tok%2Fen', 'tok%2fen', btoa('tok/en')],
      ...[whole, encodeURIComponent(whole), 'a%40b.example%3atok%2fen', btoa(whole)],
    ]),
  )
})

test('the whole credential is taken out as one, so that nothing of it is left', () => {
  expect(redact('sent as a@b.example:tok/en', secretVariants(basic))).toBe('sent as ***')
})

test.each([bearer, basic])('what is sent is taken out: %j', credentials => {
  expect(redact(authorization(credentials), secretVariants(credentials))).toMatch(/^(Bearer|Basic) \*\*\*$/)
})
