import { describe, expect, it } from '@jest/globals'
import { MIN_SECRET_LENGTH, redact, variantsOf } from '../src/redaction.ts'

const TOKEN = '~~>?a-b_C.d+e/F=9!\'(0)*"\\Zz?>~~'
const OTHER_TOKEN = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'

describe('redact', () => {
  it.each<[string, (text: string) => string]>([
    ['as it is', text => text],
    ['in JSON', text => JSON.stringify(text).slice(1, -1)],
    ['in a URL', encodeURIComponent],
    ['in base64', text => Buffer.from(text).toString('base64')],
  ])('takes a secret out that is written %s', (_, encode) => {
    for (const token of [TOKEN, OTHER_TOKEN]) {
      expect(redact(`It sent «${encode(token)}» here.`, variantsOf(token))).toBe('It sent «***» here.')
    }
  })

  it('takes out every one of several secrets, and nothing else', () => {
    const secrets = [TOKEN, OTHER_TOKEN].flatMap(variantsOf)
    expect(redact(`${TOKEN} and ${OTHER_TOKEN}, %2Db &amp; \\n`, secrets)).toBe('*** and ***, %2Db &amp; \\n')
  })
})

describe('variantsOf', () => {
  it('has none for a text that is too short to be a token, which would ruin links', () => {
    expect(variantsOf('x'.repeat(MIN_SECRET_LENGTH - 1))).toEqual([])
    expect(variantsOf('x'.repeat(MIN_SECRET_LENGTH))).not.toEqual([])
  })
})
