import { countedAlerts } from '../analysis/alerts.ts'
import { ALERTS, isMet } from '../analysis/conditions.ts'
import type { MetricMeasurement } from '../analysis/measurement.ts'
import {
  availabilityOf,
  headlineMetrics,
  isDown,
  type Step,
  stateOf,
  stepState,
  TEST_STATES,
  type TestRecord,
  type TestState,
} from '../step.ts'
import { count } from '../text.ts'
import { formatSize, listAgents } from './change.ts'
import { type Finding, findingsOf } from './findings.ts'
import type { Style } from './markdown.ts'
import { gateProblem, summarizeProblem } from './problems.ts'

/** The level is that of the annotation; the plural follows the number of tests. */
export const STATES = {
  exposed: { icon: '❌', level: 'error', plural: 'with a snapshot that is public by mistake' },
  fail: { icon: '❌', level: 'error', plural: 'failed the gate' },
  notTaken: { icon: '🚫', level: 'error', plural: 'without a snapshot' },
  unknown: { icon: '⚠️', level: 'warning', plural: 'inconclusive' },
  warn: { icon: '⚠️', level: 'warning', plural: 'with a warning' },
  worse: { icon: '⚠️', level: 'warning', plural: 'got worse' },
  down: { icon: '⚠️', level: 'warning', plural: 'down' },
  taken: { icon: '📸', level: 'notice', plural: 'not judged' },
  pass: { icon: '✅', level: 'notice', plural: 'fine' },
} as const satisfies Readonly<Record<TestState, object>>

/** The state and a sentence: `❌ ThousandEyes: Shop front page got worse after the deploy: responseTime +133 %`. */
export function formatHeadline(step: Step, style: Style): string {
  const { tests, deploy } = step
  const state = stepState(step)
  // 🚫 is for no snapshot at all.
  const isPartial = state === 'notTaken' && tests.some(test => stateOf(test, deploy) !== 'notTaken')
  const [only, ...others] = tests
  const sentence =
    only !== undefined && others.length === 0
      ? [stateSentence(only, step, style), ...sizeOf(only, step, style)].join(': ')
      : describeTests(step, style)
  return `${STATES[isPartial ? 'unknown' : state].icon} ThousandEyes: ${withGateProblem(sentence, step, style)}`
}

function withGateProblem(sentence: string, step: Step, style: Style): string {
  const problem = gateProblem(step)
  if (problem === undefined) return sentence
  const inconclusive = `the gate is inconclusive: ${style.message(summarizeProblem(problem))}`
  const isFine = step.tests.every(test => ['pass', 'taken'].includes(stateOf(test, step.deploy)))
  return isFine ? inconclusive : `${sentence}; ${inconclusive}`
}

/** The largest of what decides the state; that of a test without a gate is what changed, of one that passed what got worse. */
function sizeOf(test: TestRecord, step: Step, style: Style): readonly string[] {
  const state = stateOf(test, step.deploy)
  if (state === 'fail' && isDown(test)) return []
  if (state === 'pass') {
    const [worse] = toleratedMetrics(test)
    return worse === undefined ? [] : [`${worse.metric.name} ${formatSize(worse.assessments[0])}`]
  }
  const isDecisive = ({ verdict, weight }: Finding) =>
    state === 'taken' ? test.conditions === undefined && weight > 0 : verdict === (state === 'worse' ? 'warn' : state)
  const findings = findingsOf(test, step, style).toSorted((a, b) => b.weight - a.weight)
  const size = findings.find(isDecisive)?.size
  return size === undefined ? [] : [size]
}

/** The state of a test without the size of it: `Shop front page got worse after the deploy`. */
export function stateSentence(test: TestRecord, step: Step, style: Style): string {
  const name = style.name(test)
  const after = afterDeploy(step)
  switch (stateOf(test, step.deploy)) {
    case 'exposed':
      return `the snapshot of ${name} is public, although a private one was requested`
    case 'fail':
      if (isDown(test)) return `${name} is down${asBefore(step)}`
      return gotWorse(test, step) ? `${name} got worse${after}` : `${name} failed the gate${after}`
    case 'notTaken':
      return test.conditions?.length && test.conditions.every(({ verdict }) => verdict === 'pass')
        ? `${name} is ${describePassed([test], step, style)}, but no snapshot was taken`
        : `no snapshot of ${name} was taken`
    case 'unknown':
      return `${name} is inconclusive${after}`
    case 'warn':
      return `${name} has a warning${after}`
    case 'worse':
      return `${name} ${test.conditions === undefined ? '' : 'passed the gate, but '}got worse${after}`
    case 'down':
      return `${name} is down${asBefore(step)}`
    case 'pass':
      return `${name} is ${describePassed([test], step, style)}`
    case 'taken':
      if (test.conditions !== undefined) return `${name} was not judged`
      return CHANGES[changeOf(test, step)](name, exceptionsOf([test], style))
  }
}

function shownMetrics(test: TestRecord): readonly MetricMeasurement[] {
  const shown = headlineMetrics(test)
  const judged = new Set(test.conditions?.map(({ condition }) => condition.metric))
  return test.measurement?.metrics.filter(one => shown.includes(one) || judged.has(one.metric.name)) ?? []
}

/** Of a test that passed: they got worse by more than noise, though not beyond the limit. */
function toleratedMetrics(test: TestRecord): readonly MetricMeasurement[] {
  return shownMetrics(test).filter(({ assessments: [worst] }) => worst.result === 'worse')
}

/** `within the limits after the deploy`, `fine after the deploy, except for Paris, France` */
function describePassed(tests: readonly TestRecord[], step: Step, style: Style): string {
  const isFine = tests.flatMap(toleratedMetrics).length === 0
  return `${isFine ? 'fine' : 'within the limits'}${afterDeploy(step)}${exceptionsOf(tests, style)}`
}

/** What isn't blamed on the deploy, but isn't fine: `, except for Paris, France; 1 agent stopped reporting (Rome, Italy)`. */
function exceptionsOf(tests: readonly TestRecord[], style: Style): string {
  const shown = tests.flatMap(shownMetrics).flatMap(({ assessments }) => assessments)
  const worse = new Set(shown.flatMap(({ locallyWorseAgents }) => locallyWorseAgents))
  // An agent whose requests all fail has no other value.
  const reported = tests.flatMap(test => (availabilityOf(test) ?? headlineMetrics(test).at(0))?.assessments ?? [])
  const stopped = new Set(reported.flatMap(({ droppedAgents }) => droppedAgents))
  const except = worse.size === 0 ? '' : `, except for ${listAgents([...worse], style)}`
  if (stopped.size === 0) return except
  return `${except}; ${count(stopped.size, 'agent')} stopped reporting (${listAgents([...stopped], style)})`
}

function afterDeploy({ deploy }: Step): string {
  return deploy === undefined ? '' : ' after the deploy'
}

function asBefore({ deploy }: Step): string {
  return deploy === undefined ? '' : ', as before the deploy'
}

/** What followed the deploy without a gate, if nothing got worse. */
const CHANGES = {
  unknown: (name: string) => `snapshot of ${name} taken`,
  tooLittle: (name: string, except: string) => `snapshot of ${name} taken, too little data to compare${except}`,
  none: (name: string, except: string) => `${name}: no change after the deploy${except}`,
  withinNoise: (name: string, except: string) => `${name}: no clear change after the deploy${except}`,
  better: (name: string, except: string) => `${name} got better after the deploy${except}`,
  alerts: (name: string) => `${name} has new alerts after the deploy`,
  movedBefore: (name: string, except: string) => `${name}: a change that began before the deploy${except}`,
} as const

/** By what a test shows first; `unknown` without a deploy or a measurement. */
function changeOf(test: TestRecord, { deploy }: Step): keyof typeof CHANGES {
  const results = new Set(headlineMetrics(test).map(({ assessments: [worst] }) => worst.result))
  if (deploy === undefined || results.size === 0) return 'unknown'
  if (countedAlerts(test.alerts ?? [], deploy.at).length > 0) return 'alerts'
  const hasTooLittle = (['agentsDropped', 'tooFewRounds', 'notCompared'] as const).some(one => results.has(one))
  if (hasTooLittle) return 'tooLittle'
  return (['movedBefore', 'better', 'withinNoise'] as const).find(one => results.has(one)) ?? 'none'
}

/** Whether a condition failed that passed before the deploy, or for a value that got worse by more than chance. */
function gotWorse({ conditions = [] }: TestRecord, { deploy }: Step): boolean {
  if (deploy === undefined) return false
  return conditions.some(({ condition, ...result }) => {
    if (result.verdict !== 'fail') return false
    const { measured } = result
    if (measured === undefined) return condition.relative || condition.metric === ALERTS
    if (measured.kind !== 'value') return true
    const { before, result: change } = measured.assessment
    return change === 'worse' || (!Number.isNaN(before) && !isMet(condition, before))
  })
}

/** `2 of 12 tests got worse after the deploy, 1 inconclusive` */
function describeTests(step: Step, style: Style): string {
  const { tests, deploy } = step
  const after = afterDeploy(step)
  const byState = Map.groupBy(tests, test => stateOf(test, deploy))
  const [onlyState = 'notTaken', ...otherStates] = byState.keys()
  if (otherStates.length === 0) {
    if (onlyState === 'notTaken') return 'no snapshot was taken'
    if (onlyState === 'pass') return `${count(tests.length, 'test')} are ${describePassed(tests, step, style)}`
    if (onlyState === 'down') return `${count(tests.length, 'test')} are down${asBefore(step)}`
    if (onlyState === 'taken') return describeAllTaken(step, style)
  }
  const areFailedWorse = byState.get('fail')?.every(test => gotWorse(test, step))
  const isMentioned = (state: TestState) => state !== 'pass' && (state !== 'taken' || step.conditions.length > 0)
  const shown = TEST_STATES.filter(state => byState.has(state) && isMentioned(state))
  const byWords = Map.groupBy(shown, state => STATES[state === 'fail' && areFailedWorse ? 'worse' : state].plural)
  return [...byWords]
    .map(([words, states], index) => {
      const n = states.flatMap(state => byState.get(state) ?? []).length
      if (index > 0) return `${n} ${words}`
      const isOfDeploy = !states.includes('exposed') && !states.includes('notTaken')
      return `${n} of ${count(tests.length, 'test')} ${words}${isOfDeploy ? after : ''}`
    })
    .join(', ')
}

function describeAllTaken(step: Step, style: Style): string {
  const tests = count(step.tests.length, 'test')
  if (step.conditions.length > 0) return `${tests} were not judged`
  const changes = new Set(step.tests.map(test => changeOf(test, step)))
  const hasNoise = changes.delete('withinNoise')
  changes.delete('none')
  if (changes.size === 0)
    return `${tests}, no ${hasNoise ? 'clear ' : ''}change after the deploy${exceptionsOf(step.tests, style)}`
  return `${count(step.tests.length, 'snapshot')} taken`
}
