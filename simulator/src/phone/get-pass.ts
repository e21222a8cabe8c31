import { comparePasses, type Issue, readPass } from '@billfold/pkpass'
import { type AcceptedPass, acceptPass } from './accept.ts'
import { type Answer, type Judgement, judgePass } from './answers.ts'
import { faults } from './complaints.ts'
import { localizedPass } from './localize.ts'
import { textAt } from './pass-json.ts'
import { isPersonalizable } from './personalization-form.ts'
import { getRequest } from './requests.ts'
import { attempt, complainAboutService, type Session } from './session.ts'
import { type UpdatablePass, withPass, withPassChanged } from './wallet-changes.ts'
import type { HeldPass } from './wallet-state.ts'

/** What came of asking for a pass. */
export interface PassUpdate {
  readonly passTypeIdentifier: string
  readonly serialNumber: string
  /** `failed`: the next refresh asks again. */
  readonly outcome: 'updated' | 'unchanged' | 'failed'
  /** What the lock screen showed; undefined for an update that is silent. */
  readonly lockScreen: string | undefined
}

/**
 * Why a phone asks for a pass: an earlier event has made that due, the web service has named it as changed, or it has
 * just signed for a form and must give the personalized pass.
 */
export type Occasion = 'due' | 'named' | 'personalized'

/** Served a moment after it changed, a pass that iOS already has is no reason to complain. */
const unchangedGraceMs = 300_000

/**
 * Gets a pass (Apple, *Send an Updated Pass*) and shows on the lock screen what its update says. A personalized pass is
 * no update but takes the place of the one with the form, in silence (Apple, *Return a Personalized Pass*).
 */
export async function getPass(session: Session, held: UpdatablePass, occasion: Occasion): Promise<PassUpdate> {
  const { wallet } = session
  const answer = await attempt(session, {
    task: {
      name: 'Get pass',
      passTypeIdentifier: held.passTypeIdentifier,
      serialNumber: held.serialNumber,
      ifModifiedSince: held.lastModified,
    },
    webService: held.webService,
    request: getRequest(held, held.lastModified),
    judge: (answer) => judgePackage(session, held, occasion, answer),
  })
  const about = { passTypeIdentifier: held.passTypeIdentifier, serialNumber: held.serialNumber }
  if (!answer) return { ...about, outcome: 'failed', lockScreen: undefined }

  const { received } = answer
  if (received && answer.lastModified === undefined) {
    await complainAboutService(session, held, faults.lastModifiedMissing(held.serialNumber))
  }
  if (received && received.manifestDigest !== held.manifestDigest) {
    const lockScreen = await replace(session, held, { received, lastModified: answer.lastModified })
    return { ...about, outcome: 'updated', lockScreen }
  }

  if (received && held.lastModified !== null) {
    await complainAboutService(session, held, faults.ifModifiedSinceIgnored(held.serialNumber, held.lastModified))
  }
  if (occasion === 'named' && isLongUnchanged(held.lastModified, session.now())) {
    await complainAboutService(session, held, faults.passUnchanged(held.serialNumber))
  }
  const lastModified = answer.lastModified ?? held.lastModified
  await wallet.save(withPassChanged(wallet.state, held, { updateDue: false, lastModified }))
  return { ...about, outcome: 'unchanged', lockScreen: undefined }
}

interface PassAnswer {
  /** Undefined: not modified. */
  readonly received: AcceptedPass | undefined
  readonly lastModified: string | undefined
}

function judgePackage(
  session: Session,
  held: UpdatablePass,
  occasion: Occasion,
  answer: Answer,
): Judgement<PassAnswer> {
  const judgement = judgePass(answer)
  if ('error' in judgement) return judgement
  const { lastModified } = answer
  if (!judgement.accepted) {
    return occasion === 'personalized'
      ? { error: `Expected the personalized pass, received response code ${answer.status}` }
      : { accepted: { received: undefined, lastModified } }
  }

  const received = acceptPass(judgement.accepted, { at: session.now(), roots: session.roots })
  if ('refusals' in received) {
    session.onStep({ kind: 'refused', serialNumber: held.serialNumber, issues: received.refusals })
    return { error: `Received invalid pass data (${firstOf(received.refusals)})` }
  }
  if (received.passTypeIdentifier !== held.passTypeIdentifier) {
    return {
      error: `Requested pass of type ${held.passTypeIdentifier}, received pass of type ${received.passTypeIdentifier}`,
    }
  }
  if (received.serialNumber !== held.serialNumber) {
    return { error: `Requested serial number ${held.serialNumber}, received serial number ${received.serialNumber}` }
  }
  if (occasion === 'personalized' && received.isPersonalizable) {
    return { error: 'Expected the personalized pass, received a pass with personalization.json' }
  }
  return { accepted: { received, lastModified } }
}

async function replace(
  session: Session,
  held: UpdatablePass,
  { received, lastModified }: PassAnswer & { readonly received: AcceptedPass },
): Promise<string | undefined> {
  const { wallet, timeZone } = session
  const now = session.now()
  const at = now.toISOString()
  const before = readPass(await wallet.bytesOf(held))
  const [screen] = comparePasses(localizedPass(before), received.pass, { timeZone, at: now }).lockScreen
  const text = isPersonalizable(before) && !received.isPersonalizable ? undefined : screen?.text
  const changed: HeldPass = {
    ...held,
    file: await wallet.keep(received.bytes),
    manifestDigest: received.manifestDigest,
    ...received.service,
    // Another web service knows nothing of this phone yet.
    registered: held.registered && received.service.webService === held.webService,
    lastModified: lastModified ?? null,
    updateDue: false,
    updatedAt: at,
    lockScreen: text === undefined ? held.lockScreen : [...held.lockScreen, { at, text }],
    personalizationToken: received.isPersonalizable ? held.personalizationToken : undefined,
  }
  await wallet.save(withPass(wallet.state, changed))
  if (text !== undefined) {
    const { passTypeIdentifier, serialNumber } = held
    const title = textAt(received.pass, 'organizationName') ?? ''
    session.onLockScreen({ phone: session.name, at, title, text, passTypeIdentifier, serialNumber })
  }
  return text
}

function firstOf(issues: readonly Issue[]): string {
  return issues[0]?.message ?? 'unknown reason'
}

function isLongUnchanged(lastModified: string | null, at: Date): boolean {
  return lastModified !== null && at.getTime() - Date.parse(lastModified) >= unchangedGraceMs
}
