import { expect, test } from '@jest/globals'
import { STOREFRONT } from '../../sandbox/github/repository.ts'
import { SHOP } from '../../sandbox/thousandeyes/organization.ts'
import { openSandbox } from './sandbox.ts'

const API_TOKEN = 'te-7+Zk/3w_"\\%-fX9tLmB0c.a~'
const GITHUB_TOKEN = 'gh-16C7e42F292c6912E7710c838347Ae178B4a'

/** As it is, within JSON, in an address, and in base64. */
function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), btoa(secret)]
}

test.each([201, 400, 401, 500])('a secret that the services repeat with %d appears nowhere', async status => {
  const { step, thousandEyes, gitHub } = await openSandbox(
    { users: [{ ...SHOP.deployer, token: API_TOKEN }] },
    { repository: { ...STOREFRONT, users: [{ ...STOREFRONT.workflow, token: GITHUB_TOKEN }] } },
  )
  const secrets = [...formsOf(API_TOKEN), ...formsOf(GITHUB_TOKEN)]
  const echo = (token: string) => {
    const message = formsOf(token).join(' ')
    const test = { testName: message }
    const body = JSON.stringify({ title: message, message, detail: message, id: message, test })
    return { kind: 'overrideResponse' as const, status, body }
  }
  thousandEyes.fail([echo(API_TOKEN), echo(API_TOKEN)])
  gitHub.fail([echo(GITHUB_TOKEN)])
  const inputs = { apiToken: API_TOKEN, githubToken: GITHUB_TOKEN, displayName: secrets.join(' ') }
  const { stdout, stderr, outputs, summary } = await step(
    { ...inputs, comment: 'true', prNumber: '14' },
    { debug: true },
  )

  const lines = stdout.split('\n')
  const isMask = lines.map(line => line.startsWith('::add-mask::'))
  expect(isMask.lastIndexOf(true)).toBe(isMask.indexOf(false) - 1)
  const visible = [...lines.filter((_, index) => !isMask[index]), stderr, JSON.stringify(outputs), summary].join('\n')
  expect(secrets.filter(secret => visible.includes(secret))).toEqual([])
  const [toThousandEyes, toGitHub] = [thousandEyes, gitHub].map(({ received }) => JSON.stringify(received))
  expect(formsOf(GITHUB_TOKEN).filter(secret => toThousandEyes?.includes(secret))).toEqual([])
  expect(formsOf(API_TOKEN).filter(secret => toGitHub?.includes(secret))).toEqual([])
})
