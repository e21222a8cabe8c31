import { SimulatorError } from '../errors.ts'
import { acceptPass } from './accept.ts'
import type { Session } from './session.ts'
import { synchronise } from './update.ts'
import { type PassIdentity, passIn, withoutRemoval, withPass } from './wallet-changes.ts'
import type { HeldPass } from './wallet-state.ts'

/**
 * Puts a package into the wallet, in the place of the pass with the same type and serial number if there is one, and
 * registers for its updates.
 * @throws SimulatorError `pass_refused` with every finding
 */
export async function addPass(
  session: Session,
  bytes: Uint8Array,
): Promise<{ readonly identity: PassIdentity; readonly replaced: boolean }> {
  const { wallet } = session
  const accepted = acceptPass(bytes, { at: session.now(), roots: session.roots })
  if ('refusals' in accepted) {
    const { refusals } = accepted
    const findings = refusals.map(({ path, message }) => `\n- ${path ? `${path}: ` : ''}${message}`).join('')
    throw new SimulatorError('pass_refused', `Wallet refuses this pass:${findings}`, {
      fix: [...new Set(refusals.map((issue) => issue.fix))].join(' '),
      issues: refusals,
    })
  }

  const earlier = passIn(wallet.state, accepted)
  const at = session.now().toISOString()
  const held: HeldPass = {
    passTypeIdentifier: accepted.passTypeIdentifier,
    serialNumber: accepted.serialNumber,
    file: await wallet.keep(bytes),
    manifestDigest: accepted.manifestDigest,
    ...accepted.service,
    lastModified: null,
    registered: false,
    updateDue: false,
    addedAt: at,
    updatedAt: at,
    lockScreen: earlier?.lockScreen ?? [],
    personalizationToken: accepted.isPersonalizable ? earlier?.personalizationToken : undefined,
  }
  // The pass is back: an unconfirmed removal of it must not be confirmed any more.
  await wallet.save(withoutRemoval(withPass(wallet.state, held), held))
  if (held.webService !== null) {
    await synchronise(session, { webService: held.webService, passTypeIdentifier: held.passTypeIdentifier })
  }
  return { identity: held, replaced: earlier !== undefined }
}
