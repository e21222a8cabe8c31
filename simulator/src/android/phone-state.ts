import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isSystemError, SimulatorError } from '../errors.ts'
import { replaceFile } from '../files.ts'
import type { AccountPass } from '../google/wallets.ts'
import { anything, type Check, flag, listOf, mapOf, number, record, text, versionIs } from '../shape.ts'
import type { AndroidNotification } from './notification.ts'

/** What a phone remembers, so that it shows its passes without Google too. */
export interface AndroidState {
  readonly version: 1
  readonly airplaneMode: boolean
  /** As Google told them last, in the order in which they were saved. */
  readonly passes: readonly AccountPass[]
  /** Objects that have been removed, of which Google has not heard yet. */
  readonly removals: readonly string[]
  /** The latest last. */
  readonly notifications: readonly AndroidNotification[]
  /** Notices that have been shown, as far as Google still tells them. */
  readonly seenNotices: readonly string[]
}

export const emptyState: AndroidState = {
  version: 1,
  airplaneMode: false,
  passes: [],
  removals: [],
  notifications: [],
  seenNotices: [],
}

const pass = { vertical: text, savedAtMs: number, testOnly: flag, passClass: mapOf(anything), object: mapOf(anything) }
const notification = { id: text, at: text, objectId: text, title: text, text, callout: text }

const shape = record({
  version: versionIs(1),
  airplaneMode: flag,
  passes: listOf(record(pass satisfies Record<keyof AccountPass, Check>)),
  removals: listOf(text),
  notifications: listOf(record(notification satisfies Record<keyof AndroidNotification, Check>)),
  seenNotices: listOf(text),
} satisfies Record<keyof AndroidState, Check>)

const fileIn = (dir: string) => join(dir, 'android-phone.json')

/** @throws SimulatorError `phone_damaged`: the file is not JSON or has the wrong shape; every fault is named */
export async function readState(dir: string): Promise<AndroidState> {
  const path = fileIn(dir)
  let content: string
  try {
    content = await readFile(path, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return emptyState
    throw error
  }
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (cause) {
    throw damaged(path, ['it is not JSON'], cause)
  }
  const faults = shape(value, '')
  if (faults.length > 0) throw damaged(path, faults)
  return value as AndroidState
}

export async function writeState(dir: string, state: AndroidState): Promise<void> {
  await replaceFile(fileIn(dir), `${JSON.stringify(state, null, 2)}\n`)
}

/** Makes the phone's folder if there is none. */
export async function makeFolder(dir: string): Promise<void> {
  // Only the phone's own folder is private: others, as PostgreSQL's user, may have to pass through those above it.
  await mkdir(dirname(dir), { recursive: true })
  await mkdir(dir, { recursive: true, mode: 0o700 })
}

function damaged(path: string, faults: readonly string[], cause?: unknown): SimulatorError {
  return new SimulatorError('phone_damaged', `The phone's file ${path} cannot be used: ${faults.join('; ')}.`, {
    fix: "Restore the file, or remove the phone's folder to start with an empty phone.",
    cause,
  })
}
