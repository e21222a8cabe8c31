import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeStep, openPhone, renderLockScreen, renderPass, SimulatorError } from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import { demoClient } from './client.ts'
import type { Demo } from './set-up.ts'

/**
 * Plays the first minute of Billfold for somebody who has just started it: a link is made, a virtual iPhone opens it,
 * registers, and shows the welcome text on its lock screen. Ends with commands to go on with.
 *
 * Links bear the public address. While nothing of this server answers there, as before a proxy is set up, no phone can
 * open them, and the story does without.
 */
export async function tellStory(demo: Demo, dataDir: string, say: (text: string) => void): Promise<void> {
  const [coffee] = demo.campaigns
  if (!coffee) throw new Error('The demo has no campaign.')
  const phone = await openPhone(join(dataDir, 'phones', 'iphone'), {
    name: 'iphone',
    clock: systemClock,
    roots: [await readFile(demo.rootCaFile)],
    onStep: (step) => say(`   ${shortened(describeStep(step))}`),
    onLockScreen: (line) => say(`\n③ Its lock screen shows\n${renderLockScreen(line)}\n`),
  })
  const guest = (await phone.list()).length + 1

  say(`\n① A link for ${coffee.name}`)
  const url = await makeLink(demo, coffee.id, guest)
  say(`   ${shortened(url)}`)
  say('\n② A virtual iPhone opens it, checks the pass as PassKit does, and registers for updates')
  const added = await phone.add(url).catch((error: unknown) => {
    if (isServedElsewhere(demo, error)) return undefined
    throw error
  })
  if (added) {
    say('④ The pass in its wallet')
    say(renderPass(await phone.show(added.pass.serialNumber), { color: process.stdout.isTTY === true }))
  } else {
    say(
      `\nIt cannot: this Billfold does not answer at its base URL, ${demo.baseUrl}. The story goes on without a phone.`,
    )
  }
  const reachedAt = added ? demo.baseUrl : demo.address
  say(
    `\nBillfold answers at ${reachedAt} until you press Ctrl-C. Go on in another terminal, in this folder:\n\n` +
      `${commands({ ...demo, baseUrl: reachedAt }, coffee.id, url.replace(demo.baseUrl, reachedAt), dataDir)}\n`,
  )
}

/** A link that fails at the address that we listen on is our own fault, at any other it is that address's. */
function isServedElsewhere({ baseUrl, address }: Demo, error: unknown): boolean {
  const isOurs = baseUrl === address || baseUrl === `http://localhost:${new URL(address).port}`
  return !isOurs && error instanceof SimulatorError && error.code === 'link_failed'
}

async function makeLink(demo: Demo, campaignId: string, guest: number): Promise<string> {
  const contact = { firstName: 'Ada' }
  const voucher = { memberId: `NC-${20_412 + guest}`, points: 0 }
  const api = demoClient(demo.address, demo.apiKey)
  const { urls } = await api<{ urls: readonly { url: string }[] }>('POST', '/pers/v1/urls', {
    requests: [
      { campaignId, customerId: demo.customerId, contactId: `guest-${guest}`, platform: 'auto', contact, voucher },
    ],
  })
  const url = urls[0]?.url
  if (url === undefined) throw new Error(`No link came back: ${JSON.stringify(urls)}`)
  return url
}

function commands(demo: Demo, campaignId: string, url: string, dataDir: string): string {
  const auth = '-H "Authorization: Bearer $BILLFOLD_API_KEY"'
  const body = JSON.stringify({
    requests: [
      { campaignId, customerId: demo.customerId, contactId: 'you', platform: 'auto', contact: { firstName: 'Grace' } },
    ],
  })
  return [
    `  export BILLFOLD_URL=${demo.baseUrl} BILLFOLD_DATA=${quoted(dataDir)} BILLFOLD_API_KEY=${demo.apiKey}`,
    '',
    '  with the command line:',
    ...demo.campaigns.map(({ id, name }) => `  npx billfold link create ${id} you   # ${name}`),
    '  npx billfold phone list',
    '',
    '  over HTTP:',
    `  curl -s ${demo.baseUrl}/pers/v1/urls ${auth} -H 'Content-Type: application/json' -d '${body}'`,
    `  curl -s "${demo.baseUrl}/api/passes?limit=3" ${auth}`,
    `  curl -s "${demo.baseUrl}/api/events?after=0" ${auth}`,
    '',
    '  in a browser:',
    `  ${url}`,
    `  ${demo.baseUrl}/docs`,
  ].join('\n')
}

/** A path as a shell takes it. */
const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`)

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 72)}…${text.slice(-12)}` : text)
