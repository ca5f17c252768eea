import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../sandbox/fault.ts'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import type { GitHub } from '../../sandbox/github/server.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { markerOf } from '../../src/github/comment.ts'
import { mutated } from '../json.ts'
import { withProxiedSandbox } from './behind-proxy.ts'
import { certificateFor } from './certificate.ts'
import { didTheWork, expectInvariants, FAULTS, type FaultCase, HUGE_BYTES, TIMEOUT_MS, takesTime } from './faults.ts'
import { LOSSES, withDisconnectableSandbox } from './named-hosts.ts'
import { annotations, type Sandbox, withSandbox } from './sandbox.ts'

const KEY = 'production'
const [LOOK_UP, CREATION, CHANGE] = ['POST /graphql', 'POST /repos', 'PATCH /repos']
const SECRETS = [SHOP.deployer.token, STOREFRONT.workflow.token]

const NONE: Fault = { kind: 'rewritten', rewrite: message => message }
const often = (fault: Fault) => Array.from({ length: 20 }, () => fault)
const ours = (gitHub: GitHub) => gitHub.addComment(14, STOREFRONT.workflow.login, `${markerOf(KEY)}\nold`)
/** For more than a page. */
const discussed = (gitHub: GitHub) => {
  for (let n = 1; n <= 101; n++) gitHub.addComment(14, 'reviewer', `No. ${n}`)
}

/** Which of the requests meet the fault, and what GitHub has before. */
const SITUATIONS = [
  ['at the first look-up', (gitHub: GitHub, fault: Fault) => gitHub.fail([fault], LOOK_UP)],
  ['at the first look-up, behind a proxy', (gitHub: GitHub, fault: Fault) => gitHub.fail([fault], LOOK_UP)],
  ['at every look-up', (gitHub: GitHub, fault: Fault) => gitHub.fail(often(fault), LOOK_UP)],
  [
    'at the second page of comments',
    (gitHub: GitHub, fault: Fault) => {
      discussed(gitHub)
      gitHub.fail([NONE, fault], LOOK_UP)
    },
  ],
  ['when the comment is first created', (gitHub: GitHub, fault: Fault) => gitHub.fail([fault], CREATION)],
  [
    'when the comment is first created, behind a proxy',
    (gitHub: GitHub, fault: Fault) => gitHub.fail([fault], CREATION),
  ],
  ['whenever the comment is created', (gitHub: GitHub, fault: Fault) => gitHub.fail(often(fault), CREATION)],
  [
    'when the comment is first changed',
    (gitHub: GitHub, fault: Fault) => {
      ours(gitHub)
      gitHub.fail([fault], CHANGE)
    },
  ],
  [
    'whenever the comment is changed',
    (gitHub: GitHub, fault: Fault) => {
      ours(gitHub)
      gitHub.fail(often(fault), CHANGE)
    },
  ],
] as const
type Situation = (typeof SITUATIONS)[number][0]

interface Expected {
  readonly attempts: number
  readonly creations: number
  readonly changes: number
  readonly written: boolean
}

/** Whether asking again may help. A limit of GitHub's lasts longer than anybody should wait for a comment. */
function passes({ fault, nature }: FaultCase): boolean {
  const isLimit = fault.kind === 'status' && fault.status === 429
  return !isLimit && nature !== 'refused'
}

function expectedOf(one: FaultCase, situation: Situation): Expected {
  const helps = passes(one)
  const exists = didTheWork(one.fault)
  const gone = isGone(one)
  const requests = (attempts: number, creations: number, changes: number, written: boolean) => {
    return { attempts, creations, changes, written }
  }
  // What was created although nobody heard of it is found by the next look, and never created again.
  const found = requests(2, 1, 1, true)
  const firstLookUp = helps ? requests(2, 1, 0, true) : requests(1, 0, 0, false)
  const firstCreation = exists ? found : requests(helps ? 2 : 1, helps ? 2 : 1, 0, helps)
  return {
    'at the first look-up': firstLookUp,
    'at the first look-up, behind a proxy': firstLookUp,
    'at every look-up': requests(3, 0, 0, false),
    'at the second page of comments': helps ? requests(3, 1, 0, true) : requests(2, 0, 0, false),
    'when the comment is first created': firstCreation,
    'when the comment is first created, behind a proxy': firstCreation,
    'whenever the comment is created': exists ? found : requests(3, 3, 0, false),
    'when the comment is first changed': gone ? requests(2, 0, 2, true) : requests(1, 0, helps ? 2 : 1, helps),
    'whenever the comment is changed': requests(1, 0, 3, false),
  }[situation]
}

/** GitHub says that there is no such comment: it is looked for again. */
function isGone({ fault }: FaultCase): boolean {
  return fault.kind === 'status' && fault.status === 404
}

const rows = SITUATIONS.flatMap(([situation, arrange]) => {
  const open = situation.endsWith('behind a proxy') ? withProxiedSandbox : withSandbox
  // What is not tried again meets the fault no more often.
  const comes = (one: FaultCase) => !/ever/.test(situation) || passes(one)
  return FAULTS.filter(comes).map(one => ({ ...one, situation, open, arrange, expected: expectedOf(one, situation) }))
})

/** The step is green, the link is where it is read, and what became of the comment is told. */
async function expectNoHarm({ gitHub, thousandEyes, step }: Sandbox, timeoutMs?: number) {
  const result = await step(
    { comment: 'true', commentKey: KEY },
    { debug: true, event: { name: 'pull_request', payload: { pull_request: { number: 14 } } } },
    timeoutMs === undefined ? {} : { timeoutMs },
  )
  expectInvariants(result, SECRETS)
  expect(result.exitCode).toBe(0)
  const link = thousandEyes.made[0]?.link
  expect([thousandEyes.made.length, result.outputs['viewUrl']]).toEqual([1, link])
  expect(result.summary).toContain(`](${link})`)

  const [comment, ...more] = gitHub.comments.filter(({ login }) => login === STOREFRONT.workflow.login)
  expect(more).toEqual([])
  const warnings = annotations(result, 'warning')
  const { commentUrl } = result.outputs
  if (commentUrl === undefined) expect(warnings).toHaveLength(1)
  else {
    expect(warnings).toEqual([])
    expect(comment?.body).toContain(`](${link})`)
    expect(commentUrl).toBe(`https://github.com/octo-shop/storefront/pull/14#issuecomment-${comment?.id}`)
  }
  return { result, warnings }
}

test.concurrent.each(rows)('GitHub $name, $situation', async ({ fault, nature, message, open, arrange, expected }) => {
  await open(async sandbox => {
    const { gitHub } = sandbox
    arrange(gitHub, fault)
    const { result, warnings } = await expectNoHarm(sandbox, takesTime(fault) ? TIMEOUT_MS : undefined)
    const sent = (route: string) =>
      gitHub.received.filter(({ method, path }) => `${method} ${path}`.startsWith(route)).length
    expect({
      attempts: sent(LOOK_UP),
      creations: sent(CREATION),
      changes: sent(CHANGE),
      written: 'commentUrl' in result.outputs,
    }).toEqual(expected)
    expect(gitHub.received).toHaveLength(expected.attempts + expected.creations + expected.changes)
    if (!expected.written) {
      expect(warnings[0]).toContain(nature === 'unusable' ? 'no complete answer' : message)
    }
  })
})

describe('GitHub answers', () => {
  test.each<[string, string, unknown]>([
    ...[null, 5, 'text', [], {}, true, ['x'], [[]], { repository: 5 }, { repository: { pullRequest: 5 } }].map(
      (data): [string, string, unknown] => [LOOK_UP, 'data', data],
    ),
    ...[null, 5, 'text', [], {}, 'javascript:alert(1)', 'data:text/html,x', 'http://github.com/', 'github://x'].map(
      (url): [string, string, unknown] => [CREATION, 'html_url', url],
    ),
    ...[null, 'text', [], {}, 1.5, 1e300].map((id): [string, string, unknown] => [CREATION, 'id', id]),
  ])('%s with a wrong %s: %j is not believed', async (route, field, value) => {
    await withSandbox(async sandbox => {
      sandbox.gitHub.fail([{ kind: 'rewritten', rewrite: message => mutated(message, [field], value) }], route)
      const { result } = await expectNoHarm(sandbox)
      expect(result.outputs).not.toHaveProperty('commentUrl')
    })
  })

  test('with a note that it will not do so for ever: the step says nothing of it', async () => {
    await withSandbox(async sandbox => {
      const headers = { deprecation: 'true', sunset: '##[error]', link: '<https://x.example>; rel="deprecation"' }
      const body = JSON.stringify({ id: 1, html_url: 'https://github.com/octo-shop/storefront/pull/14#issuecomment-1' })
      sandbox.gitHub.fail([{ kind: 'overrideResponse', status: 201, headers, body }], CREATION)
      await sandbox.step({ comment: 'true', prNumber: '14' }).then(result => expectInvariants(result, SECRETS))
    })
  })

  test.each([LOOK_UP, CREATION])('%s with 1 GiB: no more than the beginning is read', async route => {
    await withSandbox(async sandbox => {
      const sent = Promise.withResolvers<number>()
      sandbox.gitHub.fail([{ kind: 'oversized', bytes: HUGE_BYTES, onEnd: sent.resolve }], route)
      await expectNoHarm(sandbox)
      expect(await sent.promise).toBeLessThan(HUGE_BYTES / 8)
    })
  })
})

describe('no connection to GitHub', () => {
  test('since nobody knows its name', async () => {
    await withSandbox(async ({ step }) => {
      const unknown = `https://${'x'.repeat(64)}.example`
      const env = { GITHUB_API_URL: unknown, GITHUB_GRAPHQL_URL: `${unknown}/graphql` }
      const result = await step({ comment: 'true', prNumber: '14' }, { env })
      expectInvariants(result, SECRETS)
      expect([result.exitCode, annotations(result, 'warning')]).toEqual([0, [expect.stringContaining('ENOTFOUND')]])
    })
  })

  test('since its certificate is not trusted', async () => {
    const tls = await certificateFor(['localhost'])
    await withSandbox(
      async sandbox => {
        const { warnings } = await expectNoHarm(sandbox)
        expect(warnings).toEqual([expect.stringContaining('self-signed certificate')])
      },
      {},
      { tls },
    )
  })

  test('since it is not there', async () => {
    await withSandbox(async sandbox => {
      await sandbox.gitHub.close()
      const { warnings } = await expectNoHarm(sandbox)
      expect(warnings).toEqual([expect.stringContaining('ECONNREFUSED')])
    })
  })

  const later = LOSSES.flatMap(([loss, message]) => [
    { loss, message, when: 'at the second page of comments', arrange: discussed },
    { loss, message, when: 'when the comment is created', arrange: () => {} },
    { loss, message, when: 'when the comment is changed', arrange: ours },
  ])
  test.concurrent.each(later)('$when, since $loss', async ({ loss, message, arrange }) => {
    await withDisconnectableSandbox(async sandbox => {
      const { gitHub, disconnect } = sandbox
      arrange(gitHub)
      const before = JSON.stringify(gitHub.comments)
      gitHub.fail([{ kind: 'connectionClose', onReached: () => disconnect('gitHub', loss) }], LOOK_UP)
      const { warnings } = await expectNoHarm(sandbox)
      expect(warnings).toEqual([expect.stringContaining(message)])
      expect([gitHub.received.length, JSON.stringify(gitHub.comments)]).toEqual([1, before])
    })
  })
})
