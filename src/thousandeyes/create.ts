import { type Clock, duration } from '../clock.ts'
import type { Log } from '../log.ts'
import { redact, redactJson } from '../text.ts'
import { secretForms } from './credentials.ts'
import type { Exchange, HttpAnswer, Send } from './http.ts'
import { exposureReason, isExposed } from './privacy.ts'
import { missingLinkProblem, type Problem, problemOf, WHERE_SNAPSHOTS_ARE } from './problem.ts'
import { isUncertain, nextStep, type Tries } from './retry.ts'
import { apiVersion, type Service, snapshotRequest } from './service.ts'
import { type Snapshot, type SnapshotOrder, snapshotOf } from './snapshot.ts'
import { parseJson } from './words.ts'

/** What comes in from outside. */
export interface Means {
  readonly send: Send
  readonly clock: Clock
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
  readonly log: Log
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal
  /** No wait ends after it. */
  readonly deadline: Date
}

/** `reason`: sentences on one line that say what went wrong and what to do next, without naming the test. */
export type Outcome =
  | { readonly kind: 'made'; readonly snapshot: Snapshot }
  /** It was made, but public where a private one was asked for. */
  | { readonly kind: 'exposed'; readonly testId: string; readonly snapshot: Snapshot; readonly reason: string }
  | { readonly kind: 'failed'; readonly testId: string; readonly reason: string }

/** Asks the service for a snapshot until there is one, or until asking again cannot help or would take too long. */
export async function createSnapshot(service: Service, order: SnapshotOrder, means: Means): Promise<Outcome> {
  const request = snapshotRequest(service, order)
  let tries: Tries = { sent: 0, uncertain: 0 }
  for (;;) {
    means.log.debug(`Test ${order.testId}: ${request.method} ${request.url.href} ${request.body}`)
    const exchange = withoutSecrets(await means.send(request, means.signal), service)
    means.log.debug(`Test ${order.testId}: ${summary(exchange)}`)
    tries = { sent: tries.sent + 1, uncertain: tries.uncertain + (isUncertain(exchange) ? 1 : 0) }

    const success = successIn(exchange)
    if (success !== undefined) return outcomeOf(success, service, order, means.clock.now())
    const problem = problemOf(exchange, service, order)
    const giveUp = await waitForNextTry(exchange, tries, problem, order, means)
    if (giveUp !== undefined) return failed(order, giveUp, tries.uncertain > 0)
  }
}

function successIn(exchange: Exchange): HttpAnswer | undefined {
  return exchange.kind === 'answer' && exchange.status >= 200 && exchange.status < 300 ? exchange : undefined
}

function outcomeOf(success: HttpAnswer, service: Service, order: SnapshotOrder, now: Date): Outcome {
  const answer = apiVersion(service).read(parseJson(success.body))
  if (answer === undefined) return failed(order, missingLinkProblem(success, service))
  const snapshot = snapshotOf(order, answer, now)
  return isExposed(order, snapshot)
    ? { kind: 'exposed', testId: order.testId, snapshot, reason: exposureReason(order) }
    : { kind: 'made', snapshot }
}

/** Resolves to `undefined` when it is time for another try, else to the reason why there is none. */
async function waitForNextTry(
  exchange: Exchange,
  tries: Tries,
  { whatHappened, whatToDo }: Problem,
  { testId }: SnapshotOrder,
  { clock, log, random, signal, deadline }: Means,
): Promise<string | undefined> {
  if (signal.aborted) return 'The job was cancelled while the request was under way.'
  const step = nextStep(exchange, tries, clock.now(), random)
  if (step.kind === 'stop') return `${whatHappened} ${whatToDo}`

  // In numbers: a date so far away that none can hold it would come after no deadline.
  if (clock.now().getTime() + step.ms > deadline.getTime()) {
    return `${whatHappened} Not tried again: a wait of ${duration(step.ms)} would end after maxWaitMinutes. ${whatToDo}`
  }
  const plan = `Trying again in ${duration(step.ms)}.`
  if (step.mayRepeat) {
    log.warning(
      `Test ${testId}: ${whatHappened} It may have made a snapshot, and the next try may make a second. ${plan}`,
    )
  } else {
    log.info(`Test ${testId}: ${whatHappened} ${plan}`)
  }
  try {
    await clock.sleep(step.ms, signal)
    return undefined
  } catch {
    return `The job was cancelled while it waited to try again. ${whatHappened}`
  }
}

function failed({ testId }: SnapshotOrder, reason: string, mayExist = false): Outcome {
  const doubt = mayExist ? ` A snapshot may have been made all the same: look in ${WHERE_SNAPSHOTS_ARE}.` : ''
  return { kind: 'failed', testId, reason: `${reason}${doubt}` }
}

/** Without the body of a success: the link in it is shown only when it may be. */
function summary(exchange: Exchange): string {
  if (exchange.kind !== 'answer') return `${exchange.kind}: ${exchange.reason}`
  const said = successIn(exchange) === undefined ? exchange.body : `${exchange.body.length} characters`
  return `${exchange.status}, ${said}`
}

/** Whatever the service or something before it echoes, our secrets end here. */
function withoutSecrets(exchange: Exchange, { credentials }: Service): Exchange {
  const secrets = secretForms(credentials)
  const clean = (text: string): string => redact(text, secrets)
  if (exchange.kind !== 'answer') return { ...exchange, reason: clean(exchange.reason) }
  const { headers } = exchange
  const location = headers.location === undefined ? {} : { location: clean(headers.location) }
  return { ...exchange, headers: { ...headers, ...location }, body: redactJson(exchange.body, secrets) }
}
