import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isSystemError, SimulatorError } from '../errors.ts'
import { replaceFile } from '../files.ts'
import { isObject } from '../json.ts'
import { emptyState, type State } from './state.ts'

const version = 1

/** A state that outlives its process if there is a file for it. */
export interface KeptState {
  readonly state: State
  /** Has the state written soon; changes that come meanwhile are written together. */
  save(): void
  /** Waits until all is written. */
  settled(): Promise<void>
}

/** @throws SimulatorError `google_state_damaged` */
export async function openState(file: string | undefined): Promise<KeptState> {
  if (file === undefined) return { state: emptyState(), save: () => {}, settled: async () => {} }
  await mkdir(dirname(file), { recursive: true })
  const state = await readState(file)
  let due = false
  let writing: Promise<void> | undefined

  async function write(path: string): Promise<void> {
    while (due) {
      due = false
      await replaceFile(path, `${JSON.stringify({ version, ...written(state) })}\n`)
    }
    writing = undefined
  }
  return {
    state,
    save() {
      due = true
      writing ??= write(file)
    },
    settled: async () => writing,
  }
}

/** Maps are written as lists of their entries. */
function written(state: State): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(state).map(([name, part]) => [name, part instanceof Map ? [...part] : part]))
}

async function readState(file: string): Promise<State> {
  const empty = emptyState()
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return empty
    throw error
  }
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value) || value.version !== version)
      throw new Error('it is not of the version that this program knows')
    const parts = Object.entries(empty).map(([name, part]) => {
      const kept = value[name]
      if (part instanceof Map && Array.isArray(kept)) return [name, new Map(kept)]
      if (!(part instanceof Map) && typeof kept === typeof part) return [name, kept]
      throw new Error(`${name} is missing or has another shape`)
    })
    return Object.fromEntries(parts) as State
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SimulatorError('google_state_damaged', `The virtual Google's file ${file} cannot be used: ${reason}.`, {
      fix: 'Restore the file, or remove it to start with a Google that knows nothing.',
      cause,
    })
  }
}
