import { describe, expect, it } from '@jest/globals'
import { evaluate, interpolate, isMet, type Scope, valueAt } from '../../sandbox/expressions.ts'

const CONTEXT = {
  github: { actor: 'octocat', event: { pull_request: { number: 14 } } },
  steps: { gate: { outputs: { verdict: 'fail' } } },
  env: { IDS: '{ "Shop": "1" }', NAME: 'Shop' },
}
const scope = (status: Scope['status'] = 'success'): Scope => ({ status, lookup: path => valueAt(CONTEXT, path) })

describe('an expression', () => {
  it.each<[string, unknown]>([
    ["github.actor != 'dependabot[bot]'", true],
    ["github.actor == 'OctoCat' && !cancelled()", true],
    ["(false || github.event.pull_request.number == '14') && 'yes' || 'no'", 'yes'],
    ["steps.gate.outputs['verdict']", 'fail'],
    ['fromJSON(env.IDS)[env.NAME]', '1'],
    ['contains(fromJSON(\'["a", "b"]\'), \'B\')', true],
    ["contains('dependabot[bot]', 'Bot')", true],
    ["format('{0}-{1}', 'it''s', 2)", "it's-2"],
    ['github.event.deployment.id', undefined],
    ['2 >= 10', false],
  ])('%s has the value that GitHub gives it', (expression, value) => {
    expect(evaluate(expression, scope())).toEqual(value)
  })

  it.each(['github.actor ==', "hashFiles('**')", 'a ? b : c', "'open", "fromJSON('')"])(
    'that cannot be read, %s, is quoted',
    text => {
      expect(() => evaluate(text, scope())).toThrow(text)
    },
  )

  it('within a text is replaced, and an unknown value is empty', () => {
    expect(interpolate(`by \${{ github.actor }}\${{ env.NONE }}, \${{ 1 }}`, scope())).toBe('by octocat, 1')
  })
})

it.each<[string, Scope['status'], boolean]>([
  ['', 'success', true],
  ['', 'failure', false],
  ["github.actor == 'octocat'", 'failure', false],
  [`\${{ failure() && steps.gate.outputs.verdict == 'fail' }}`, 'failure', true],
  ['failure()', 'success', false],
  ['always()', 'failure', true],
  ['!cancelled()', 'skipped', true],
])('the condition "%s" after %s is %s', (condition, status, expected) => {
  expect(isMet(condition, scope(status))).toBe(expected)
})
