import { readFile } from 'node:fs/promises'
import { type AndroidPhone, type Phone, renderAndroidPass, renderPass, SimulatorError } from '@billfold/simulator'
import { systemClock } from '../../platform/clock.ts'
import { type DemoClient, demoClient } from './client.ts'
import { goingOn } from './going-on.ts'
import { type DemoAndroid, type DemoPhone, openDemoAndroid, openDemoIphone } from './phones.ts'
import type { Demo } from './set-up.ts'
import type { VirtualServices } from './virtual-services.ts'

/** What the story is told with. */
interface Stage {
  readonly demo: Demo
  readonly api: DemoClient
  readonly campaignId: string
  readonly say: (text: string) => void
  /** Has the contacts of this telling be new ones. */
  readonly guest: number
  /** The phone whose requests are told. */
  listenTo(phone: string | undefined): void
  openIphone(name: string): Promise<DemoPhone<Phone>>
}

/**
 * Plays the first minute of Billfold for somebody who has just started it: a link is made, a virtual iPhone and a virtual
 * Android phone open it and show the pass. Its points change, and both hear of it; then the whole campaign changes, on
 * six phones at once. Ends with commands to go on with.
 *
 * Links bear the public address. While nothing of this server answers there, as before a proxy is set up, no phone can
 * open them, and the story does without.
 *
 * @param virtual without its APNs, iPhones are not told of changes; without its Google, there is no Android phone
 */
export async function tellStory(
  demo: Demo,
  virtual: Pick<VirtualServices, 'apns' | 'google'>,
  dataDir: string,
  say: (text: string) => void,
): Promise<void> {
  const [coffee] = demo.campaigns
  if (!coffee) throw new Error('The demo has no campaign.')
  const { apns, google } = virtual
  const roots = [await readFile(demo.rootCaFile)]
  let isTold = false
  let heard: string | undefined
  const ways = (name: string) => ({
    dataDir,
    onShown: (text: string) => isTold && say(`\n${text}`),
    onStep: (text: string) => name === heard && say(`   ${shortened(text)}`),
  })
  const openIphone = (name: string) => openDemoIphone(name, { ...ways(name), roots, apns })
  const first = await openIphone('iphone')
  const android = google && (await openDemoAndroid('android', { ...ways('android'), google }))
  try {
    const stage: Stage = {
      demo,
      api: demoClient(demo.address, demo.apiKey),
      campaignId: coffee.id,
      say,
      guest: (await first.phone.list()).length + 1,
      openIphone,
      listenTo(phone) {
        heard = phone
      },
    }
    say(`\n① A link for ${coffee.name}`)
    const url = await makeLink(stage, 'Ada', stage.guest)
    say(`   ${shortened(url)}`)
    const opened = await openOnIphone(stage, first, url)
    if (opened) {
      if (android) await openOnAndroid(stage, android, url)
      const phones = { iphone: apns && first, android }
      if (apns || android) {
        await changePoints(stage, opened.serialNumber, phones)
        await changeCampaign(stage, phones)
      }
    }
    const reachedAt = opened ? demo.baseUrl : demo.address
    const lines = goingOn({ ...demo, baseUrl: reachedAt }, coffee.id, url.replace(demo.baseUrl, reachedAt), dataDir)
    say(
      `\nBillfold answers at ${reachedAt} until you press Ctrl-C. Go on in another terminal, in this folder:\n\n${lines}\n`,
    )
    isTold = true
  } catch (error) {
    await android?.stop()
    throw error
  }
}

/** @returns undefined when the link leads to somewhere else than to this server */
async function openOnIphone(
  { demo, say, listenTo }: Stage,
  { phone, next }: DemoPhone<Phone>,
  url: string,
): Promise<{ readonly serialNumber: string } | undefined> {
  say('\n② A virtual iPhone opens it, checks the pass as PassKit does, and registers for updates')
  listenTo(phone.name)
  const welcome = next()
  try {
    const { pass } = await phone.add(url)
    say(`   Its lock screen, and the pass in its wallet:\n${(await welcome).drawn}`)
    say(renderPass(await phone.show(pass.serialNumber), { color: isTerminal }))
    return pass
  } catch (error) {
    if (!isServedElsewhere(demo, error)) throw error
    say(
      `\nIt cannot: this Billfold does not answer at its base URL, ${demo.baseUrl}. The story goes on without a phone.`,
    )
    return undefined
  }
}

/** A link that fails at the address that we listen on is our own fault, at any other it is that address's. */
function isServedElsewhere({ baseUrl, address }: Demo, error: unknown): boolean {
  const isOurs = baseUrl === address || baseUrl === `http://localhost:${new URL(address).port}`
  return !isOurs && error instanceof SimulatorError && error.code === 'link_failed'
}

async function openOnAndroid({ say, listenTo }: Stage, { phone }: DemoPhone<AndroidPhone>, url: string): Promise<void> {
  say('\n③ A virtual Android phone opens the same link, taps “Add to Google Wallet”, and saves the pass')
  listenTo(phone.name)
  const [pass] = await phone.add(url)
  if (pass) say(`   The pass in its wallet:\n${renderAndroidPass(pass, { color: isTerminal })}`)
}

/** One pass changes: an iPhone is pushed to, asks what is new, and fetches it; Google is told what is new. */
async function changePoints(
  { api, say, listenTo }: Stage,
  serialNumber: string,
  { iphone, android }: Listening,
): Promise<void> {
  const { items } = await api<{ items: { id: string }[] }>('GET', `/api/passes?serialNumber=${serialNumber}`)
  say('\n④ Ada buys two coffees: her points change, the iPhone is pushed to and fetches them, Google is told')
  listenTo(undefined)
  const shown = [iphone, android].map((phone) => phone?.next())
  await api('PATCH', `/api/passes/${items[0]?.id}`, { voucher: { points: 20 } })
  for (const one of await Promise.all(shown)) if (one) say(`   ${one.phone}\n${one.drawn}`)
}

/** The phones that hear of changes. */
interface Listening {
  readonly iphone: DemoPhone<Phone> | undefined
  readonly android: DemoAndroid | undefined
}

const offers = ['50 points, this week only', '100 points']

/** The campaign changes for everybody: one request, however many passes it has. */
async function changeCampaign(stage: Stage, { iphone, android }: Listening): Promise<void> {
  const { api, campaignId, guest, say } = stage
  const names = iphone ? ['Grace', 'Alan', 'Edsger', 'Barbara'] : []
  if (iphone) say('\n⑤ Four more iPhones take the card, and then the campaign changes for everybody at once')
  else say('\n⑤ The campaign changes for everybody at once')
  const others = await Promise.all(
    names.map(async (firstName, index) => {
      const one = await stage.openIphone(firstName.toLowerCase())
      const welcome = one.next()
      await one.phone.add(await makeLink(stage, firstName, 100 * guest + index))
      await welcome
      return one
    }),
  )
  const { draft } = await api<{ draft: Draft }>('GET', `/api/campaigns/${campaignId}`)
  const [member, next] = draft.content.fields.secondary
  const value = offers.find((offer) => offer !== next.value) as string
  const fields = { ...draft.content.fields, secondary: [member, { ...next, value }] }
  await api('PUT', `/api/campaigns/${campaignId}/draft`, { ...draft, content: { ...draft.content, fields } })
  const startedAt = systemClock.now()
  const coming = [iphone, ...others].flatMap((phone) => phone?.next() ?? [])
  if (android) coming.push(android.nextWith(value))
  await api('POST', `/api/campaigns/${campaignId}/revisions`)
  for (const { phone, title, text, at } of await Promise.all(coming)) {
    const seconds = (at.getTime() - startedAt.getTime()) / 1000
    say(`   ${phone.padEnd(8)} after ${seconds.toFixed(1)} s  ${title}: ${text}`)
  }
}

interface Draft {
  readonly content: {
    readonly fields: { readonly secondary: readonly [member: object, next: { readonly value: string }] }
  }
}

async function makeLink({ demo, api, campaignId, guest }: Stage, firstName: string, number: number): Promise<string> {
  const contactId = `guest-${guest}-${firstName.toLowerCase()}`
  const voucher = { memberId: `NC-${20_412 + number}`, points: 0 }
  const { urls } = await api<{ urls: readonly { url: string }[] }>('POST', '/pers/v1/urls', {
    requests: [
      { campaignId, customerId: demo.customerId, contactId, platform: 'auto', contact: { firstName }, voucher },
    ],
  })
  const url = urls[0]?.url
  if (url === undefined) throw new Error(`No link came back: ${JSON.stringify(urls)}`)
  return url
}

const isTerminal = process.stdout.isTTY === true

const shortened = (text: string) => (text.length > 90 ? `${text.slice(0, 72)}…${text.slice(-12)}` : text)
