import { randomBytes } from 'node:crypto'
import type { RegisteredPass } from './requests.ts'
import type { HeldPass, WalletState, WebService } from './wallet-state.ts'

/** What tells passes apart on a phone. */
export type PassIdentity = Pick<HeldPass, 'passTypeIdentifier' | 'serialNumber'>

/** The passes of one type from one web service: what a list is about. */
export interface Subscription {
  readonly webService: string
  readonly passTypeIdentifier: string
}

/** A held pass that gets updates from a web service. */
export type UpdatablePass = HeldPass & RegisteredPass

export function isUpdatable(pass: HeldPass): pass is UpdatablePass {
  return pass.webService !== null && pass.authenticationToken !== null
}

export function isSamePass(a: PassIdentity, b: PassIdentity): boolean {
  return a.passTypeIdentifier === b.passTypeIdentifier && a.serialNumber === b.serialNumber
}

export function passIn(state: WalletState, identity: PassIdentity): HeldPass | undefined {
  return state.passes.find((pass) => isSamePass(pass, identity))
}

/** The held passes of a web service, all of them or those of one type. */
export function passesOf(state: WalletState, webService: string, passTypeIdentifier?: string): UpdatablePass[] {
  return state.passes
    .filter(isUpdatable)
    .filter((pass) => pass.webService === webService)
    .filter((pass) => passTypeIdentifier === undefined || pass.passTypeIdentifier === passTypeIdentifier)
}

/** All that there are lists about, for the passes that the phone holds. */
export function subscriptionsIn(state: WalletState): readonly Subscription[] {
  const updatable = state.passes.filter(isUpdatable)
  const webServices = [...new Set(updatable.map((pass) => pass.webService))]
  return webServices.flatMap((webService) =>
    [...new Set(passesOf(state, webService).map((pass) => pass.passTypeIdentifier))].map((passTypeIdentifier) => ({
      webService,
      passTypeIdentifier,
    })),
  )
}

/** Puts a pass in the place of the one with the same type and serial number, or behind all others. */
export function withPass(state: WalletState, pass: HeldPass): WalletState {
  const passes = passIn(state, pass)
    ? state.passes.map((held) => (isSamePass(held, pass) ? pass : held))
    : [...state.passes, pass]
  return { ...state, passes }
}

/** Changes some properties of a pass that is held. */
export function withPassChanged(state: WalletState, identity: PassIdentity, change: Partial<HeldPass>): WalletState {
  return {
    ...state,
    passes: state.passes.map((pass) => (isSamePass(pass, identity) ? { ...pass, ...change } : pass)),
  }
}

export function withWebService(state: WalletState, webService: string, known: WebService): WalletState {
  return { ...state, webServices: { ...state.webServices, [webService]: known } }
}

/** Takes a pass out at `at`; its web service, if it has one, is still to be told. */
export function withoutPass(state: WalletState, pass: HeldPass, at: Date): WalletState {
  const remaining = { ...state, passes: state.passes.filter((held) => !isSamePass(held, pass)) }
  if (!isUpdatable(pass)) return remaining
  const { webService, authenticationToken, passTypeIdentifier, serialNumber } = pass
  const removal = { webService, authenticationToken, passTypeIdentifier, serialNumber }
  const known = state.webServices[webService]
  return {
    ...(known ? withWebService(remaining, webService, { ...known, lastRemovalAt: at.toISOString() }) : remaining),
    removals: [...remaining.removals, removal],
  }
}

/**
 * Drops a removal that is done or has been overtaken, and forgets a web service of which nothing is left: should a pass
 * of it come again, the phone registers under a new device library identifier.
 */
export function withoutRemoval(state: WalletState, identity: PassIdentity): WalletState {
  const removals = state.removals.filter((removal) => !isSamePass(removal, identity))
  const inUse = new Set([...state.passes, ...removals].map((pass) => pass.webService))
  const webServices = Object.fromEntries(Object.entries(state.webServices).filter(([url]) => inUse.has(url)))
  return { ...state, removals, webServices }
}

/** A web service that the phone has had nothing to do with yet. */
export function newWebService(): WebService {
  return {
    deviceLibraryIdentifier: randomBytes(16).toString('hex'),
    pushToken: randomBytes(32).toString('hex'),
    tags: {},
    lastRemovalAt: null,
  }
}
