import * as v from 'valibot'

/** `notOffered`: the registry has no audits. `failed`: a vulnerability was found, or the audit did not complete. */
export type AuditResult =
  | { readonly kind: 'clean' }
  | { readonly kind: 'notOffered'; readonly status: number }
  | { readonly kind: 'failed' }

const FAILED: AuditResult = { kind: 'failed' }

const AuditOutput: v.GenericSchema<string, AuditResult> = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.pipe(
      v.object({ metadata: v.object({ vulnerabilities: v.object({ total: v.number() }) }) }),
      v.transform(({ metadata }): AuditResult => (metadata.vulnerabilities.total === 0 ? { kind: 'clean' } : FAILED)),
    ),
    v.pipe(
      v.object({ statusCode: v.picklist([404, 405]) }),
      v.transform(({ statusCode }): AuditResult => ({ kind: 'notOffered', status: statusCode })),
    ),
  ]),
)

/** Parses the output of `npm audit --json`: a report, or the registry's error. */
export function parseAudit(output: string): AuditResult {
  const parsed = v.safeParse(AuditOutput, output)
  return parsed.success ? parsed.output : FAILED
}
