import * as v from 'valibot'

/** What came of an audit. `failed`: something was found, or nobody knows. */
export type Verdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'notOffered'; readonly status: number }
  | { readonly kind: 'failed' }

const FAILED: Verdict = { kind: 'failed' }

const ErrorBody: v.GenericSchema<string, Verdict> = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.pipe(
      v.object({ metadata: v.object({ vulnerabilities: v.object({ total: v.number() }) }) }),
      v.transform(({ metadata }): Verdict => (metadata.vulnerabilities.total === 0 ? { kind: 'clean' } : FAILED)),
    ),
    v.pipe(
      v.object({ statusCode: v.picklist([404, 405]) }),
      v.transform(({ statusCode }): Verdict => ({ kind: 'notOffered', status: statusCode })),
    ),
  ]),
)

/** Reads what `npm audit --json` prints: a report, or how the registry refused. */
export function verdictOf(message: string): Verdict {
  const { success, output } = v.safeParse(ErrorBody, message)
  return success ? output : FAILED
}
