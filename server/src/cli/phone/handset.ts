import type { PersonalizationInfo } from '@billfold/simulator'
import type { Io } from '../io.ts'
import { type Style, table } from '../output.ts'
import type { Narration } from './narrate.ts'

/** A virtual phone of either kind, as the commands use it. Passes are named by their serial numbers. */
export interface Handset {
  /** Opens a link, or a file if the phone takes files. */
  add(source: string): Promise<Outcome>
  list(): Promise<Outcome>
  /** @param passType tells passes apart that have the same serial number, as only those on an iPhone can */
  show(serial: string, passType?: string): Promise<Outcome>
  /** Fills in the form of a pass, if the phone is of a kind that has such. */
  enrol(serial: string, entered: PersonalizationInfo, passType?: string): Promise<Outcome>
  refresh(): Promise<Outcome>
  remove(serial: string, passType?: string): Promise<Outcome>
  log(): Promise<Outcome>
}

/** What a command about a phone ends with: a document for scripts, and text for people. */
export interface Outcome {
  readonly document: object
  text(style: Style): string
  /** Done, but not as it should be: the command ends with 1. */
  readonly isProblem?: boolean
}

/** What a phone is opened with. */
export interface Place {
  readonly io: Io
  readonly name: string
  /** The phone's own. */
  readonly folder: string
  readonly dataDir: string
  readonly narration: Narration
}

/** What a phone remembers to have shown and said, in order. */
export function logText(
  entries: readonly (readonly [at: string, where: string, text: string])[],
  style: Style,
): string {
  if (entries.length === 0) return 'Nothing yet.'
  const inOrder = entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return table(['TIME', 'WHERE', 'TEXT'], inOrder, style)
}
