/** What an expression reads from its surroundings. */
export interface Scope {
  /** The value of a name such as `steps.gate.outputs.verdict`. Throws when nothing is known about it. */
  lookup(path: readonly string[]): unknown
  readonly status: 'success' | 'failure' | 'skipped'
}

const TOKEN =
  /\s*(?:'(?<text>(?:[^']|'')*)'|(?<number>-?\d+(?:\.\d+)?)|(?<operator>&&|\|\||[=!<>]=|[<>!()[\],.])|(?<name>[A-Za-z_][\w-]*))/gy

const CONSTANTS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null }

type Call = (args: readonly unknown[], status: Scope['status']) => unknown

const FUNCTIONS: Readonly<Record<string, Call>> = {
  always: () => true,
  cancelled: () => false,
  failure: (_, status) => status === 'failure',
  success: (_, status) => status === 'success',
  contains: ([list, item]) =>
    Array.isArray(list) ? list.some(one => areEqual(one, item)) : lower(list).includes(lower(item)),
  startsWith: ([text, start]) => lower(text).startsWith(lower(start)),
  endsWith: ([text, end]) => lower(text).endsWith(lower(end)),
  format: ([text, ...values]) => toText(text).replace(/\{(\d+)\}/g, (_, index) => toText(values[Number(index)])),
  join: ([list, separator = ',']) => (Array.isArray(list) ? list.map(toText).join(toText(separator)) : toText(list)),
  fromJSON: ([text]) => JSON.parse(toText(text)),
  toJSON: ([value]) => JSON.stringify(value, null, 2),
}

/** Evaluates an expression of GitHub Actions: what is within `${{ }}`. Throws an error that quotes it when it cannot. */
export function evaluate(expression: string, { lookup, status }: Scope): unknown {
  const tokens = tokensOf(expression)
  let at = 0
  const take = (...operators: readonly string[]) => {
    const { operator } = tokens[at] ?? {}
    return operator !== undefined && operators.includes(operator) ? tokens[at++]?.['operator'] : undefined
  }
  const expect = (operator: string) => {
    if (take(operator) === undefined) throw new Error(`The expression ${expression} lacks a ${operator}`)
  }

  /** Operands up to the one that decides. */
  const chain = (operator: '||' | '&&', operand: () => unknown) => {
    let left = operand()
    while (take(operator)) {
      const right = operand()
      left = Boolean(left) === (operator === '||') ? left : right
    }
    return left
  }
  const either = (): unknown => chain('||', () => chain('&&', comparison))
  const comparison = (): unknown => {
    const left = negation()
    const operator = take('==', '!=', '<', '<=', '>', '>=')
    return operator === undefined ? left : compare(left, operator, negation())
  }
  const negation = (): unknown => (take('!') ? !negation() : value())
  const value = (): unknown => {
    const { text, number, name } = tokens[at] ?? {}
    if (take('(')) {
      const inner = either()
      expect(')')
      return indexed(inner)
    }
    at++
    if (text !== undefined) return text.replaceAll("''", "'")
    if (number !== undefined) return Number(number)
    if (name === undefined) throw new Error(`The sandbox cannot read the expression ${expression}`)
    if (name in CONSTANTS) return CONSTANTS[name]
    return take('(') ? indexed(call(name)) : lookup([name, ...keys()])
  }
  const call = (name: string): unknown => {
    const args: unknown[] = []
    while (!take(')')) {
      args.push(either())
      if (!take(',')) {
        expect(')')
        break
      }
    }
    const known = FUNCTIONS[name]
    if (known === undefined) throw new Error(`The sandbox does not know the function ${name}() in ${expression}`)
    try {
      return known(args, status)
    } catch (error) {
      throw new Error(`The expression ${expression}: ${error instanceof Error ? error.message : error}`)
    }
  }
  /** `.outputs['verdict']` */
  const keys = (): readonly string[] => {
    if (take('.')) return [tokens[at++]?.['name'] ?? '', ...keys()]
    if (!take('[')) return []
    const key = toText(either())
    expect(']')
    return [key, ...keys()]
  }
  const indexed = (inner: unknown) => valueAt(inner, keys())

  const result = either()
  if (at < tokens.length) throw new Error(`The sandbox cannot read the expression ${expression}`)
  return result
}

/** The value at these keys of JSON; `undefined` if there is no value. */
export function valueAt(json: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => Object.getOwnPropertyDescriptor(Object(value), key)?.value, json)
}

/** Whether a job or a step runs: without a function that checks the status, only after success. */
export function isMet(condition: string, scope: Scope): boolean {
  const expression = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(condition)?.[1] ?? condition
  const asksForStatus = /\b(always|cancelled|failure|success) *\(/.test(expression)
  if (!asksForStatus && scope.status !== 'success') return false
  return expression.trim() === '' || Boolean(evaluate(expression, scope))
}

/** A text with the values of its expressions. */
export function interpolate(text: string, scope: Scope): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => toText(evaluate(expression, scope)))
}

export function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function tokensOf(expression: string): readonly Readonly<Record<string, string | undefined>>[] {
  const text = expression.trim()
  const tokens = Array.from(text.matchAll(TOKEN))
  if (tokens.map(([token]) => token).join('') !== text)
    throw new Error(`The sandbox cannot read the expression ${text}`)
  return tokens.map(({ groups = {} }) => groups)
}

function lower(value: unknown): string {
  return toText(value).toLowerCase()
}

/** As on GitHub: texts without regard to case, and values of two types as numbers. */
function areEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return lower(left) === lower(right)
  return left === right || Number(left ?? 0) === Number(right ?? 0)
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '==' || operator === '!=') return areEqual(left, right) === (operator === '==')
  const [a, b] = [left, right].map(one => (typeof one === 'string' && Number.isNaN(Number(one)) ? one : Number(one)))
  if (a === undefined || b === undefined) return false
  return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator] ?? false
}
