import type { JsonObject } from '../json.ts'
import type { Vertical } from './api/verticals.ts'
import { type IntermediateKey, newSigningKey, type SigningKey } from './callbacks/keys.ts'

/** All that the virtual Google knows. Times are milliseconds since 1970. */
export interface State {
  /** By id. */
  readonly projects: Map<string, Project>
  /** By e-mail address. */
  readonly serviceAccounts: Map<string, ServiceAccount>
  /** By issuer id. */
  readonly issuers: Map<string, Issuer>
  /** By id, whatever the vertical: an id is given once to a class of an issuer, and once to an object. */
  readonly classes: Map<string, Stored>
  readonly objects: Map<string, Stored>
  /** Who has an object in a wallet, by the object's id. */
  readonly holders: Map<string, readonly Holder[]>
  /** The save links of `jwt.insert`, by their token: the ids of their objects. */
  readonly saveTokens: Map<string, readonly string[]>
  /** By id: of which issuer it is, and of which object once one shows it. */
  readonly privateImages: Map<string, { readonly issuerId: string; readonly objectId: string | undefined }>
  /** What the rotating barcodes of transit objects hold one after the other, by the object's id. */
  readonly rotatingValues: Map<string, JsonObject>
  /** When a pass has spoken up within the last day, by `message` or `update` and its id. */
  readonly notices: Map<string, readonly number[]>
  /** The latest notifications, the latest last. */
  readonly shown: Notice[]
  /** With which callbacks are signed: the root keys, and the intermediate key that is in use. */
  readonly callbackKeys: { roots: readonly SigningKey[]; intermediate: IntermediateKey | undefined }
}

/** A notification on the phones of an account. */
export interface Notice {
  readonly id: string
  readonly account: string
  readonly objectId: string
  readonly atMs: number
  readonly content: NoticeContent
}

export type NoticeContent =
  | { readonly kind: 'message'; readonly message: unknown }
  /** Fields have changed, as in `object.loyaltyPoints.balance`. */
  | { readonly kind: 'update'; readonly fields: readonly string[] }

/** A project of the Google Cloud console. */
export interface Project {
  readonly projectId: string
  readonly projectNumber: string
  /** Whether the Google Wallet API has been enabled for it. */
  apiEnabled: boolean
}

export interface ServiceAccount {
  readonly email: string
  readonly clientId: string
  readonly projectId: string
  keys: readonly { readonly keyId: string; readonly publicKeyPem: string; readonly tokenUrl: string }[]
}

/** An account of the Google Pay & Wallet console. */
export interface Issuer {
  readonly issuerId: string
  /** The service account that was made with it; undefined for one that a service account has made. */
  readonly serviceAccountEmail?: string
  /** As `issuer.get` answers it. */
  resource: JsonObject
  permissions: readonly Permission[]
  /** Before Google has granted publishing access, only test users can save passes. */
  demoMode: boolean
  testUsers: readonly string[]
}

export interface Permission {
  readonly emailAddress: string
  readonly role: 'OWNER' | 'WRITER' | 'READER'
}

/** A class or an object. */
export interface Stored {
  readonly vertical: Vertical
  readonly resource: JsonObject
}

export interface Holder {
  /** The e-mail address of a Google account. */
  readonly account: string
  readonly savedAtMs: number
}

export function emptyState(): State {
  return {
    projects: new Map(),
    serviceAccounts: new Map(),
    issuers: new Map(),
    classes: new Map(),
    objects: new Map(),
    holders: new Map(),
    saveTokens: new Map(),
    privateImages: new Map(),
    rotatingValues: new Map(),
    notices: new Map(),
    shown: [],
    callbackKeys: { roots: [newSigningKey()], intermediate: undefined },
  }
}
