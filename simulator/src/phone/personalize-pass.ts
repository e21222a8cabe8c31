import { randomBytes } from 'node:crypto'
import { type PassContents, readPass, verifyDetachedSignature } from '@billfold/pkpass'
import { SimulatorError } from '../errors.ts'
import { type Answer, type Judgement, judgeTokenSignature } from './answers.ts'
import { fillInForm, type PersonalizationInfo } from './fill-in-form.ts'
import { getPass } from './get-pass.ts'
import { textAt } from './pass-json.ts'
import { formOf } from './personalization-form.ts'
import { personalizeRequest } from './requests.ts'
import { attempt, type Session } from './session.ts'
import { isUpdatable, withPassChanged } from './wallet-changes.ts'
import type { HeldPass } from './wallet-state.ts'

/**
 * What came of filling in a form. `personalized`: the pass is replaced. `failed`: the web service did not take the form,
 * or not so that the phone would believe it; the pass is as it was, and the holder may try again. `pending`: it did, but
 * its personalized pass has not come; the next refresh asks for it.
 */
export type PersonalizationOutcome = 'personalized' | 'failed' | 'pending'

/**
 * Fills in the form of a pass (Apple, *Return a Personalized Pass*): sends it with a token for the web service to sign,
 * verifies the signature and gets the personalized pass, which replaces the one with the form. Until then a holder's
 * further tries bear the same token, so that the web service knows them for one.
 * @throws SimulatorError `form_missing`, `form_incomplete`; nothing has been sent then
 */
export async function personalizePass(
  session: Session,
  held: HeldPass,
  entered: PersonalizationInfo,
): Promise<PersonalizationOutcome> {
  const { wallet } = session
  const contents = readPass(await wallet.bytesOf(held))
  const form = formOf(contents)
  if (!form || !isUpdatable(held)) {
    throw new SimulatorError('form_missing', `The pass ${held.serialNumber} has no form to fill in.`, {
      fix: 'Wallet offers a form for a package with personalization.json and a web service (webServiceURL, authenticationToken), until it is personalized.',
    })
  }
  const info = fillInForm(form, entered)
  const token = held.personalizationToken ?? randomBytes(32).toString('base64')
  await wallet.save(withPassChanged(wallet.state, held, { personalizationToken: token }))
  const { passTypeIdentifier, serialNumber } = held
  // Nothing is repeated behind the back of the holder, who sees that it failed.
  const isSigned = await attempt(
    { ...session, retryWaitsMs: [] },
    {
      task: { name: 'Personalize', passTypeIdentifier, serialNumber },
      webService: held.webService,
      request: personalizeRequest(held, token, info),
      judge: (answer) => judgeSigned(session, contents, token, answer),
    },
  )
  if (!isSigned) return 'failed'

  session.onStep({ kind: 'verified', passTypeIdentifier })
  await wallet.save(withPassChanged(wallet.state, held, { updateDue: true }))
  const { outcome } = await getPass(session, held, 'personalized')
  return outcome === 'updated' ? 'personalized' : 'pending'
}

/** The signature must be good, and made for the pass type and team of the pass; a renewed certificate is as good. */
function judgeSigned(
  { now, roots }: Session,
  { pass }: Pick<PassContents, 'pass'>,
  token: string,
  answer: Answer,
): Judgement<true> {
  const judgement = judgeTokenSignature(answer)
  if ('error' in judgement) return judgement
  const { issues, passTypeIdentifier, teamIdentifier } = verifyDetachedSignature(
    judgement.accepted,
    Buffer.from(token),
    { at: now(), roots },
  )
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) {
    return { error: `Invalid signature of personalization token (${errors.map(({ message }) => message).join(' ')})` }
  }
  const expected = [textAt(pass, 'passTypeIdentifier'), textAt(pass, 'teamIdentifier')].join(' of team ')
  const signer = [passTypeIdentifier, teamIdentifier].join(' of team ')
  return signer === expected
    ? { accepted: true }
    : { error: `Personalization token of pass type ${expected} was signed for ${signer}` }
}
