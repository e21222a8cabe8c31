import type { PassContents, Viewing } from '@billfold/pkpass'
import { faceOfPackage, type PassFace } from './pass-face.ts'
import { textAt } from './pass-json.ts'
import type { HeldPass, LockScreenEntry, WalletState } from './wallet-state.ts'

/** A pass in a phone's wallet: what there is to see of it, and what the phone knows about it. */
export interface WalletPass extends PassFace {
  readonly passTypeIdentifier: string
  readonly serialNumber: string
  readonly teamIdentifier: string | null
  readonly webService: string | null
  readonly registered: boolean
  /** What its web service knows the phone by; null if it was never told. */
  readonly device: { readonly deviceLibraryIdentifier: string; readonly pushToken: string } | null
  readonly lastModified: string | null
  readonly manifestDigest: string
  readonly addedAt: string
  readonly updatedAt: string
  /** What it has put on the lock screen, the latest last. */
  readonly lockScreen: readonly LockScreenEntry[]
}

export function walletPass(state: WalletState, held: HeldPass, contents: PassContents, viewing: Viewing): WalletPass {
  const device = held.webService === null ? undefined : state.webServices[held.webService]
  return {
    passTypeIdentifier: held.passTypeIdentifier,
    serialNumber: held.serialNumber,
    teamIdentifier: textAt(contents.pass, 'teamIdentifier') ?? null,
    ...faceOfPackage(contents, viewing),
    webService: held.webService,
    registered: held.registered,
    device: device ? { deviceLibraryIdentifier: device.deviceLibraryIdentifier, pushToken: device.pushToken } : null,
    lastModified: held.lastModified,
    manifestDigest: held.manifestDigest,
    addedAt: held.addedAt,
    updatedAt: held.updatedAt,
    lockScreen: held.lockScreen,
  }
}
