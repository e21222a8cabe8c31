import { register } from './register.ts'
import type { Session } from './session.ts'
import { newWebService, passesOf, withWebService } from './wallet-changes.ts'

/** Gives every web service a new push token, pass by pass; a pass for which it fails is left to the next refresh. */
export async function rotatePushTokens(session: Session): Promise<void> {
  const { wallet } = session
  for (const [webService, device] of Object.entries(wallet.state.webServices)) {
    const { pushToken } = newWebService()
    const passes = wallet.state.passes.map((pass) =>
      pass.webService === webService ? { ...pass, registered: false } : pass,
    )
    await wallet.save(withWebService({ ...wallet.state, passes }, webService, { ...device, pushToken }))
    for (const pass of passesOf(wallet.state, webService)) {
      await register(session, pass, { getNext: false })
    }
  }
}
