import { type Check, flag, listOf, mapOf, orAbsent, orNull, record, text, versionIs } from '../shape.ts'

/** What a phone remembers. Times are ISO 8601 texts; web services are named by their address without a slash at the end. */
export interface WalletState {
  readonly version: 1
  readonly webServices: Readonly<Record<string, WebService>>
  /** In the order in which they were added. */
  readonly passes: readonly HeldPass[]
  /** Passes whose removal their web service has not confirmed yet. */
  readonly removals: readonly Removal[]
  readonly complaints: readonly Complaint[]
}

export interface WebService {
  /** 32 hexadecimal digits, known to this web service only. */
  readonly deviceLibraryIdentifier: string
  /** 64 hexadecimal digits, known to this web service only. */
  readonly pushToken: string
  /** By pass type: the tag that the last list came with, and when. */
  readonly tags: Readonly<Record<string, { readonly tag: string; readonly at: string }>>
  /** When a pass of this web service was last removed from the phone; null: never. */
  readonly lastRemovalAt: string | null
}

export interface HeldPass {
  readonly passTypeIdentifier: string
  readonly serialNumber: string
  /** The package's name in `passes/`. */
  readonly file: string
  readonly manifestDigest: string
  /** Where the pass gets its updates; null, as its token, for a pass that never changes. */
  readonly webService: string | null
  readonly authenticationToken: string | null
  /** The `Last-Modified` header of the last answer to "get pass", letter by letter; null before the first. */
  readonly lastModified: string | null
  readonly registered: boolean
  /** The web service has named this pass as changed, or it is new; it has not been got since. */
  readonly updateDue: boolean
  readonly addedAt: string
  readonly updatedAt: string
  readonly lockScreen: readonly LockScreenEntry[]
  /** What the holder's tries to fill in the form bear, from the first one until the pass is personalized. */
  readonly personalizationToken?: string | undefined
}

export interface LockScreenEntry {
  readonly at: string
  readonly text: string
}

export interface Removal {
  readonly webService: string
  readonly authenticationToken: string
  readonly passTypeIdentifier: string
  readonly serialNumber: string
}

export interface Complaint {
  readonly at: string
  readonly webService: string
  /** As it is sent to `/v1/log`. */
  readonly line: string
  /** Whether the web service has taken it. */
  readonly sent: boolean
}

/** What APNs knows the phone by. */
export function pushTokensIn(state: WalletState): readonly string[] {
  return Object.values(state.webServices).map((webService) => webService.pushToken)
}

const entry = record({ at: text, text })
const device = {
  deviceLibraryIdentifier: text,
  pushToken: text,
  tags: mapOf(record({ tag: text, at: text })),
  lastRemovalAt: orNull(text),
}
const pass = {
  passTypeIdentifier: text,
  serialNumber: text,
  file: text,
  manifestDigest: text,
  webService: orNull(text),
  authenticationToken: orNull(text),
  lastModified: orNull(text),
  registered: flag,
  updateDue: flag,
  addedAt: text,
  updatedAt: text,
  lockScreen: listOf(entry),
  personalizationToken: orAbsent(text),
}
const removal = { webService: text, authenticationToken: text, passTypeIdentifier: text, serialNumber: text }
const complaint = { at: text, webService: text, line: text, sent: flag }

const state = record({
  version: versionIs(1),
  webServices: mapOf(record(device satisfies Record<keyof WebService, Check>)),
  passes: listOf(record(pass satisfies Record<keyof HeldPass, Check>)),
  removals: listOf(record(removal satisfies Record<keyof Removal, Check>)),
  complaints: listOf(record(complaint satisfies Record<keyof Complaint, Check>)),
} satisfies Record<keyof WalletState, Check>)

/** Every place where a value read from a file is not a {@link WalletState}; none if it is one. */
export function faultsOfState(value: unknown): readonly string[] {
  return state(value, '')
}
