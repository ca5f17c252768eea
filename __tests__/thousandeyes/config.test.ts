import { describe, expect, it } from '@jest/globals'
import { redact } from '../../src/redaction.ts'
import { authorization, secretVariants } from '../../src/thousandeyes/config.ts'

const bearer = { kind: 'bearer', token: 'a-long/token-of-the-api' } as const
const basic = { kind: 'basic', email: 'a@b.example', token: bearer.token } as const

describe('secretVariants', () => {
  it('has those of the token for Basic, too, and the longest first', () => {
    const variants = secretVariants(basic)
    expect(variants).toEqual(expect.arrayContaining([...secretVariants(bearer), `a@b.example:${bearer.token}`]))
    expect(variants).toEqual(variants.toSorted((a, b) => b.length - a.length))
  })

  it('takes the whole credential out as one, so that nothing of it is left', () => {
    expect(redact(`sent as a@b.example:${bearer.token}`, secretVariants(basic))).toBe('sent as ***')
  })

  it.each([bearer, basic])('takes out what is sent: %j', credentials => {
    expect(redact(authorization(credentials), secretVariants(credentials))).toMatch(/^(Bearer|Basic) \*\*\*$/)
  })

  it('is empty for a token that is a word, whatever the email', () => {
    expect(secretVariants({ kind: 'basic', email: 'somebody@shop.example', token: 'view' })).toEqual([])
  })
})
