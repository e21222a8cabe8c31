import { type ChangedPasses, judgeList } from './answers.ts'
import { faults } from './complaints.ts'
import { getPass, type PassUpdate } from './get-pass.ts'
import { register } from './register.ts'
import { listRequest } from './requests.ts'
import { attempt, complainAboutService, type Session } from './session.ts'
import { passesOf, type Subscription, subscriptionsIn, withWebService } from './wallet-changes.ts'
import type { HeldPass, WalletState, WebService } from './wallet-state.ts'

/** What a list told. */
interface Listing {
  /** The tag that was sent, and when it had come; undefined for the first list. */
  readonly since: WebService['tags'][string] | undefined
  readonly serialNumbers: readonly string[]
}

const hourMs = 3_600_000
/** A push for news that the phone got a moment ago is no reason to complain. */
const spuriousPushGraceMs = 300_000

/**
 * Registers the passes of a subscription that are not registered yet, then updates them. A pass registered when the
 * phone has a tag already is got at once: the list since that tag need not name it.
 */
export async function synchronise(session: Session, subscription: Subscription): Promise<readonly PassUpdate[]> {
  const { webService, passTypeIdentifier } = subscription
  const { state } = session.wallet
  const hadTag = state.webServices[webService]?.tags[passTypeIdentifier] !== undefined
  for (const pass of passesOf(state, webService, passTypeIdentifier)) {
    if (!pass.registered) await register(session, pass, { getNext: hadTag })
  }
  const isRegistered = passesOf(session.wallet.state, webService, passTypeIdentifier).some((pass) => pass.registered)
  if (!isRegistered) return []

  const listing = await list(session, subscription)
  return getDue(session, subscription, listing)
}

/**
 * Does what a push for a pass type makes a phone do: asks each web service of that type what has changed and gets it.
 * If none has anything to tell, the push was for nothing, which iOS complains about.
 */
export async function answerPush(session: Session, passTypeIdentifier: string): Promise<readonly PassUpdate[]> {
  const subscriptions = subscriptionsIn(session.wallet.state).filter(
    (subscription) => subscription.passTypeIdentifier === passTypeIdentifier,
  )
  const listings: { subscription: Subscription; listing: Listing }[] = []
  const updates: PassUpdate[] = []
  for (const subscription of subscriptions) {
    const listing = await list(session, subscription)
    if (listing) listings.push({ subscription, listing })
    updates.push(...(await getDue(session, subscription, listing)))
  }
  const heardOfAll = listings.length === subscriptions.length
  if (heardOfAll && !listings.some(({ listing }) => isNews(listing, session.now()))) {
    for (const { subscription, listing } of listings) {
      const device = session.wallet.state.webServices[subscription.webService]?.deviceLibraryIdentifier ?? ''
      await complainAboutService(session, subscription, faults.spuriousPush(listing.since?.tag ?? '', device))
    }
  }
  return updates
}

function isNews({ since, serialNumbers }: Listing, at: Date): boolean {
  return serialNumbers.length > 0 || since === undefined || at.getTime() - Date.parse(since.at) < spuriousPushGraceMs
}

/** Asks what has changed and notes it; undefined if there was no usable answer. */
async function list(session: Session, subscription: Subscription): Promise<Listing | undefined> {
  const { wallet } = session
  const { webService, passTypeIdentifier } = subscription
  const known = wallet.state.webServices[webService]
  if (!known) return undefined
  const since = known.tags[passTypeIdentifier]
  const answer = await attempt(session, {
    task: {
      name: 'Get serial #s',
      device: known.deviceLibraryIdentifier,
      passTypeIdentifier,
      lastUpdated: since?.tag ?? null,
    },
    webService,
    request: listRequest(webService, known.deviceLibraryIdentifier, passTypeIdentifier, since?.tag),
    judge: judgeList,
  })
  if (!answer) return undefined

  const { serialNumbers, tag } = answer
  if (serialNumbers.length > 0 && tag === undefined) {
    await complainAboutService(session, subscription, faults.tagMissing(serialNumbers.length))
  }
  if (serialNumbers.length > 0 && tag !== undefined && tag === since?.tag) {
    await complainAboutService(session, subscription, faults.tagUnchanged(serialNumbers.length, tag))
  }
  const held = new Set(passesOf(wallet.state, webService, passTypeIdentifier).map((pass) => pass.serialNumber))
  if (!isWithinAnHour(known.lastRemovalAt, session.now())) {
    for (const serialNumber of serialNumbers.filter((serialNumber) => !held.has(serialNumber))) {
      await complainAboutService(session, subscription, faults.notRegistered(serialNumber))
    }
  }
  // The tag and what it stands for in one step: else a crash in between loses the changes that the tag covers.
  await wallet.save(withListing(wallet.state, subscription, { serialNumbers, tag, at: session.now() }))
  return { since, serialNumbers }
}

function withListing(
  state: WalletState,
  { webService, passTypeIdentifier }: Subscription,
  { serialNumbers, tag, at }: ChangedPasses & { readonly at: Date },
): WalletState {
  const isNamed = (pass: HeldPass) =>
    pass.webService === webService &&
    pass.passTypeIdentifier === passTypeIdentifier &&
    serialNumbers.includes(pass.serialNumber)
  const passes = state.passes.map((pass) => (isNamed(pass) ? { ...pass, updateDue: true } : pass))
  const known = state.webServices[webService]
  if (!known || tag === undefined) return { ...state, passes }
  const tags = { ...known.tags, [passTypeIdentifier]: { tag, at: at.toISOString() } }
  return withWebService({ ...state, passes }, webService, { ...known, tags })
}

/** Gets the passes of a subscription that are due, whether the last list or an earlier event made them so. */
async function getDue(
  session: Session,
  { webService, passTypeIdentifier }: Subscription,
  listing: Listing | undefined,
): Promise<readonly PassUpdate[]> {
  const updates: PassUpdate[] = []
  for (const pass of passesOf(session.wallet.state, webService, passTypeIdentifier)) {
    const occasion = listing?.serialNumbers.includes(pass.serialNumber) ? 'named' : 'due'
    if (pass.updateDue) updates.push(await getPass(session, pass, occasion))
  }
  return updates
}

function isWithinAnHour(time: string | null, at: Date): boolean {
  return time !== null && at.getTime() - Date.parse(time) < hourMs
}
