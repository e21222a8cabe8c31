import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isSystemError, SimulatorError } from '../errors.ts'
import { replaceFile } from '../files.ts'
import { faultsOfState, type HeldPass, type WalletState } from './wallet-state.ts'

/**
 * A phone's folder: `phone.json` says what it holds and knows, `passes/` has the packages, each named by the SHA-256 of
 * its bytes. A new package is written before the state that names it, and removed after no state names it any more, so
 * whatever moment a crash picks, the state names packages that are there.
 */
export interface Wallet {
  /** The state that was last saved. */
  readonly state: WalletState
  save(state: WalletState): Promise<void>
  /** Stores a package; its name goes into {@link HeldPass.file}. */
  keep(bytes: Uint8Array): Promise<string>
  /** @throws SimulatorError `phone_damaged`: the package is missing or is not the one that was stored */
  bytesOf(pass: HeldPass): Promise<Uint8Array>
  /** Removes packages that the state does not name. */
  sweep(): Promise<void>
}

const emptyState: WalletState = { version: 1, webServices: {}, passes: [], removals: [], complaints: [] }

/**
 * Opens the wallet in a folder; `onSave` hears of every state as soon as it is saved.
 * @throws SimulatorError `phone_damaged`: the state is not JSON or has the wrong shape; every fault is named
 */
export async function openWallet(dir: string, onSave: (state: WalletState) => void = () => {}): Promise<Wallet> {
  const stateFile = join(dir, 'phone.json')
  const passesFolder = join(dir, 'passes')
  // Only the phone's own folder is private: others, as PostgreSQL's user, may have to pass through those above it.
  await mkdir(dirname(dir), { recursive: true })
  await mkdir(passesFolder, { recursive: true, mode: 0o700 })
  let state = await readState(stateFile)

  return {
    get state() {
      return state
    },
    async save(next) {
      await replaceFile(stateFile, `${JSON.stringify(next, null, 2)}\n`)
      state = next
      onSave(next)
    },
    async keep(bytes) {
      const file = nameOf(bytes)
      await replaceFile(join(passesFolder, file), bytes)
      return file
    },
    async bytesOf({ file, serialNumber }) {
      const path = join(passesFolder, file)
      const bytes = await readFile(path).catch((cause) => {
        throw damaged(path, [`the package of pass ${serialNumber} cannot be read`], cause)
      })
      if (nameOf(bytes) !== file) throw damaged(path, [`the package of pass ${serialNumber} has been changed`])
      return bytes
    },
    async sweep() {
      const named = new Set(state.passes.map((pass) => pass.file))
      const stray = (await readdir(passesFolder)).filter((file) => !named.has(file))
      await Promise.all(stray.map((file) => rm(join(passesFolder, file), { force: true })))
    },
  }
}

function nameOf(bytes: Uint8Array): string {
  return `${createHash('sha256').update(bytes).digest('hex')}.pkpass`
}

async function readState(path: string): Promise<WalletState> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return emptyState
    throw error
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw damaged(path, ['it is not JSON'], cause)
  }
  const faults = faultsOfState(value)
  if (faults.length > 0) throw damaged(path, faults)
  return value as WalletState
}

function damaged(path: string, faults: readonly string[], cause?: unknown): SimulatorError {
  return new SimulatorError('phone_damaged', `The phone's file ${path} cannot be used: ${faults.join('; ')}.`, {
    fix: "Restore the file, or remove the phone's folder to start with an empty phone.",
    cause,
  })
}
