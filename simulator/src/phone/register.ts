import { judgeRegistration } from './answers.ts'
import { registerRequest, unregisterRequest } from './requests.ts'
import { attempt, type Session } from './session.ts'
import { newWebService, type UpdatablePass, withoutRemoval, withPassChanged, withWebService } from './wallet-changes.ts'
import type { Removal } from './wallet-state.ts'

/**
 * Registers the phone for a pass's updates (Apple, *Register a Pass for Update Notifications*); false if the web service
 * does not take it. The identifiers are saved before they are sent, so that a crash never makes the phone two devices.
 * `getNext`: the pass is to be got as soon as it is registered.
 */
export async function register(
  session: Session,
  pass: UpdatablePass,
  { getNext }: { readonly getNext: boolean },
): Promise<boolean> {
  const { wallet } = session
  const device = wallet.state.webServices[pass.webService] ?? newWebService()
  await wallet.save(withWebService(wallet.state, pass.webService, device))
  const registered = await attempt(session, {
    task: {
      name: 'Register',
      device: device.deviceLibraryIdentifier,
      passTypeIdentifier: pass.passTypeIdentifier,
      serialNumber: pass.serialNumber,
    },
    webService: pass.webService,
    request: registerRequest(pass, device),
    judge: judgeRegistration,
  })
  if (!registered) return false
  await wallet.save(withPassChanged(wallet.state, pass, { registered: true, updateDue: pass.updateDue || getNext }))
  return true
}

/**
 * Tells a web service that a pass has left the phone (Apple, *Unregister a Pass for Update Notifications*); false if it
 * does not take it, then the removal stays to be done.
 */
export async function unregister(session: Session, removal: Removal): Promise<boolean> {
  const { wallet } = session
  const device = wallet.state.webServices[removal.webService]
  const told =
    !device ||
    (await attempt(session, {
      task: {
        name: 'Unregister',
        device: device.deviceLibraryIdentifier,
        passTypeIdentifier: removal.passTypeIdentifier,
        serialNumber: removal.serialNumber,
      },
      webService: removal.webService,
      request: unregisterRequest(removal, device.deviceLibraryIdentifier),
      judge: judgeRegistration,
    }))
  if (!told) return false
  await wallet.save(withoutRemoval(wallet.state, removal))
  return true
}
