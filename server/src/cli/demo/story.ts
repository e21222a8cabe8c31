import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  connectPhone,
  describeStep,
  type LockScreenLine,
  openPhone,
  type Phone,
  renderLockScreen,
  renderPass,
  SimulatorError,
  type VirtualApns,
} from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import { type DemoClient, demoClient } from './client.ts'
import type { Demo } from './set-up.ts'

/** What the story is told with. */
interface Stage {
  readonly demo: Demo
  readonly api: DemoClient
  readonly campaignId: string
  readonly say: (text: string) => void
  openPhone(name: string, onStep?: (text: string) => void): Promise<DemoPhone>
}

/** A virtual iPhone that gets its pushes, and whose lock screen can be waited for. */
interface DemoPhone {
  readonly phone: Phone
  /** The next line that it shows from now on. */
  nextLine(): Promise<LockScreenLine>
}

/**
 * Plays the first minute of Billfold for somebody who has just started it: a link is made, a virtual iPhone opens it,
 * registers, and shows the welcome text. Its points change, and a push brings the news; then the whole campaign changes,
 * on five phones at once. Ends with commands to go on with.
 *
 * Links bear the public address. While nothing of this server answers there, as before a proxy is set up, no phone can
 * open them, and the story does without.
 *
 * @param apns the virtual push service; without one, the phones are not told of changes and the story ends earlier
 */
export async function tellStory(
  demo: Demo,
  apns: VirtualApns | undefined,
  dataDir: string,
  say: (text: string) => void,
): Promise<void> {
  const [coffee] = demo.campaigns
  if (!coffee) throw new Error('The demo has no campaign.')
  const roots = [await readFile(demo.rootCaFile)]
  const stage: Stage = {
    demo,
    api: demoClient(demo.address, demo.apiKey),
    campaignId: coffee.id,
    say,
    openPhone: (name, onStep = () => {}) =>
      openDemoPhone(join(dataDir, 'phones', name), { name, roots, apns, onStep, say }),
  }
  const first = await stage.openPhone('iphone', (text) => say(`   ${shortened(text)}`))
  const guest = (await first.phone.list()).length + 1

  say(`\n① A link for ${coffee.name}`)
  const url = await makeLink(stage, { contactId: `guest-${guest}`, firstName: 'Ada', number: guest })
  say(`   ${shortened(url)}`)
  say('\n② A virtual iPhone opens it, checks the pass as PassKit does, and registers for updates')
  const welcome = first.nextLine()
  const added = await first.phone.add(url).catch((error: unknown) => {
    if (isServedElsewhere(demo, error)) return undefined
    throw error
  })
  if (added) {
    const { serialNumber } = added.pass
    say(`\n③ Its lock screen shows\n${renderLockScreen(await welcome)}\n`)
    say('④ The pass in its wallet')
    say(renderPass(await first.phone.show(serialNumber), { color: process.stdout.isTTY === true }))
    if (apns) {
      await changePoints(stage, first, serialNumber)
      await changeCampaign(stage, first, guest)
    }
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

/** One pass changes: its phone is pushed to, asks what is new, and fetches it. */
async function changePoints({ api, say }: Stage, { nextLine }: DemoPhone, serialNumber: string): Promise<void> {
  const { items } = await api<{ items: { id: string }[] }>('GET', `/api/passes?serialNumber=${serialNumber}`)
  say('\n⑤ Ada buys two coffees: her points change, and a push has her phone ask what is new')
  const line = nextLine()
  await api('PATCH', `/api/passes/${items[0]?.id}`, { voucher: { points: 20 } })
  say(`\n${renderLockScreen(await line)}\n`)
}

const offers = ['50 points, this week only', '100 points']

/** The campaign changes for everybody: one request, however many passes it has. */
async function changeCampaign(stage: Stage, first: DemoPhone, guest: number): Promise<void> {
  const { api, campaignId, say } = stage
  say('⑥ Four more phones take the card, and then the campaign changes for all five at once')
  const others = await Promise.all(
    ['Grace', 'Alan', 'Edsger', 'Barbara'].map(async (firstName, index) => {
      const one = await stage.openPhone(firstName.toLowerCase())
      const welcome = one.nextLine()
      const contactId = `guest-${guest}-${firstName}`
      await one.phone.add(await makeLink(stage, { contactId, firstName, number: 100 * guest + index }))
      await welcome
      return one
    }),
  )
  const { draft } = await api<{ draft: Draft }>('GET', `/api/campaigns/${campaignId}`)
  const [member, next] = draft.content.fields.secondary
  const value = offers.find((offer) => offer !== next.value)
  const fields = { ...draft.content.fields, secondary: [member, { ...next, value }] }
  await api('PUT', `/api/campaigns/${campaignId}/draft`, { ...draft, content: { ...draft.content, fields } })
  const lines = [first, ...others].map((one) => one.nextLine())
  const startedAt = systemClock.now().getTime()
  await api('POST', `/api/campaigns/${campaignId}/revisions`)
  const shown = await Promise.all(lines)
  say(`   all five show it ${((systemClock.now().getTime() - startedAt) / 1000).toFixed(1)} seconds later\n`)
  for (const line of shown) say(`   ${line.phone.padEnd(8)} ${line.title}: ${line.text}`)
}

interface Draft {
  readonly content: {
    readonly fields: { readonly secondary: readonly [member: object, next: { readonly value: string }] }
  }
}

async function openDemoPhone(
  folder: string,
  options: {
    readonly name: string
    readonly roots: readonly Uint8Array[]
    readonly apns: VirtualApns | undefined
    readonly onStep: (text: string) => void
    readonly say: (text: string) => void
  },
): Promise<DemoPhone> {
  const { name, roots, apns, onStep, say } = options
  const waiting: ((line: LockScreenLine) => void)[] = []
  const phone = await openPhone(folder, {
    name,
    clock: systemClock,
    roots,
    onStep: (step) => onStep(describeStep(step)),
    onLockScreen: (line) => {
      // Once the story is told, the phones live on: what a push brings them is shown as it comes.
      if (waiting.length === 0) say(`\nThe lock screen of ${name} shows\n${renderLockScreen(line)}`)
      for (const show of waiting.splice(0)) show(line)
    },
  })
  if (apns) await connectPhone(apns, phone, (error) => onStep(`failed: ${error}`))
  return { phone, nextLine: () => new Promise((resolve) => waiting.push(resolve)) }
}

async function makeLink(
  { demo, api, campaignId }: Stage,
  { contactId, firstName, number }: { contactId: string; firstName: string; number: number },
): Promise<string> {
  const contact = { firstName }
  const voucher = { memberId: `NC-${20_412 + number}`, points: 0 }
  const { urls } = await api<{ urls: readonly { url: string }[] }>('POST', '/pers/v1/urls', {
    requests: [{ campaignId, customerId: demo.customerId, contactId, platform: 'auto', contact, voucher }],
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
