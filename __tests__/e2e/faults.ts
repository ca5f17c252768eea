import { expect } from '@jest/globals'
import type { StepResult } from '../../sandbox/runner.ts'
import { annotations } from './sandbox.ts'

/** What holds after every step, whatever went wrong. */
export function expectInvariants(result: StepResult, secrets: readonly string[]): void {
  const { exitCode, signal, stdout, stderr, outputs, summary } = result
  const [errors, warnings] = [annotations(result, 'error'), annotations(result, 'warning')]
  expect({ exitCode, signal, stderr }).toEqual({ exitCode: errors.length === 0 ? 0 : 1, signal: null, stderr: '' })
  for (const line of [...errors, ...warnings]) {
    expect(line).toMatch(/^[^\r\n]{20,1500}[.)]$/)
    expect(line).not.toMatch(/undefined|\[object|\n? {4}at |Unexpected error/)
  }
  const unmasked = stdout.split('\n').filter(line => !line.startsWith('::add-mask::'))
  const visible = [...unmasked, stderr, JSON.stringify(outputs), summary].join('\n')
  expect(secrets.filter(secret => visible.includes(secret))).toEqual([])
}
