import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPhone, type PassUpdate, renderPass, type WalletPass } from '@billfold/simulator'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { facts, plain, type Style, table } from '../output.ts'
import { enrolLine, enrolmentTexts, inOptions } from './enrolment.ts'
import { type Handset, logText, type Place } from './handset.ts'

/**
 * Opens a virtual iPhone. It trusts Apple, the data folder's own development authorities and the roots given.
 *
 * @param roots files
 * @throws CommandError `usage`, SimulatorError
 */
export async function openIphone(
  { io, name, folder, dataDir, narration }: Place,
  roots: readonly string[],
): Promise<Handset> {
  const given = await Promise.all(roots.map((file) => readBytes(io, file)))
  const { steps, lockScreen, onStep, onLockScreen } = narration
  const phone = await openPhone(folder, {
    name,
    clock: io.clock,
    roots: [...(await ownRoots(dataDir)), ...given],
    fetch: io.fetch,
    onStep,
    onLockScreen,
  })
  return {
    async add(source) {
      const { pass, replaced } = await phone.add(await linkOrBytes(io, source))
      return {
        document: { pass, replaced, steps, lockScreen },
        isProblem: isWaiting(pass),
        text: (style) =>
          [
            `${replaced ? 'The pass takes the place of the one that was there' : 'The pass is added'}: ${plain(pass.serialNumber)}`,
            ...(isWaiting(pass)
              ? [style.yellow('Its web service did not take the registration: refresh tries again.')]
              : []),
            renderPass(pass, style),
            ...(pass.personalization
              ? ['', `It awaits enrolment: ${enrolLine(pass.personalization, pass.serialNumber, name)}`]
              : []),
          ].join('\n'),
      }
    },
    async list() {
      const items = await phone.list()
      return {
        document: { items },
        text: (style) =>
          items.length === 0
            ? `The phone ${name} holds no passes. Add one: billfold phone add LINK`
            : table(
                ['SERIAL NUMBER', 'ISSUER', 'DESCRIPTION', 'STATE'],
                items.map((pass) => [pass.serialNumber, pass.organizationName, pass.description, stateOf(pass)]),
                style,
              ),
      }
    },
    async show(serial, passType) {
      const pass = await phone.show(serial, passType)
      return { document: pass, text: (style) => `${renderPass(pass, style)}\n\n${passFacts(pass, name, style)}` }
    },
    async enrol(serial, entered, passType) {
      const { outcome, pass } = await phone.personalize(serial, entered, passType).catch((error) => {
        throw inOptions(error)
      })
      const isDone = outcome === 'personalized'
      return {
        document: { outcome, pass, steps },
        isProblem: !isDone,
        text: (style) =>
          isDone ? `${enrolmentTexts[outcome]}\n${renderPass(pass, style)}` : style.yellow(enrolmentTexts[outcome]),
      }
    },
    async refresh() {
      const updates = await phone.refresh()
      return {
        document: { updates, steps, lockScreen },
        isProblem: updates.some(({ outcome }) => outcome === 'failed'),
        text: () => (updates.length === 0 ? 'Nothing has changed.' : updates.map(updateLine).join('\n')),
      }
    },
    async remove(serial, passType) {
      const pass = await phone.show(serial, passType)
      const removal = await phone.remove(serial, pass.passTypeIdentifier)
      const told = removal.unregistered || pass.webService === null
      return {
        document: { ...removal, steps },
        isProblem: !told,
        text: (style) =>
          told
            ? 'The pass is removed.'
            : style.yellow('The pass is removed, but its web service did not take that: refresh tells it again.'),
      }
    },
    async log() {
      const lines = (await phone.list()).flatMap(({ organizationName: title, serialNumber, lockScreen }) =>
        lockScreen.map(({ at, text }) => ({ at, serialNumber, title, text })),
      )
      const complaints = await phone.complaints()
      return {
        document: { lockScreen: lines, complaints },
        text: (style) =>
          logText(
            [
              ...lines.map(({ at, title, text }) => [at, 'lock screen', `${title}: ${text}`] as const),
              ...complaints.map(({ at, line }) => [at, 'complaint', line] as const),
            ],
            style,
          ),
      }
    },
  }
}

/** The roots of the authorities that `billfold serve --demo` and `billfold certificate develop` keep here. */
async function ownRoots(dataDir: string): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = []
  for (const authority of [join('demo', 'authority'), 'authority']) {
    const root = await readFile(join(dataDir, authority, 'root.pem')).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return undefined
    })
    if (root) roots.push(root)
  }
  return roots
}

/** A link is for the phone to open; a file is read here, and is at fault if it cannot be. */
async function linkOrBytes(io: Io, source: string): Promise<string | Uint8Array> {
  if (/^https?:/i.test(source)) return source
  return readBytes(io, /^file:/i.test(source) ? fileURLToPath(source) : source)
}

/** It gets updates, but its web service does not know of it yet. */
const isWaiting = ({ webService, registered }: WalletPass) => webService !== null && !registered

function stateOf(pass: WalletPass): string {
  if (pass.voided) return 'void'
  if (pass.expired) return 'expired'
  const state = pass.webService === null ? 'never updated' : pass.registered ? 'registered' : 'not registered yet'
  return pass.personalization ? `${state}, awaits enrolment` : state
}

function passFacts(pass: WalletPass, phone: string, style: Style): string {
  return facts(
    [
      ['Serial number', pass.serialNumber],
      ['Pass type', pass.passTypeIdentifier],
      ['State', stateOf(pass)],
      ['Enrolment', pass.personalization ? enrolLine(pass.personalization, pass.serialNumber, phone) : undefined],
      ['Web service', pass.webService ?? undefined],
      ['Device', pass.device?.deviceLibraryIdentifier],
      ['Last-Modified', pass.lastModified ?? undefined],
      ['Added', pass.addedAt],
      ['Updated', pass.updatedAt],
      ...pass.lockScreen.map(({ at, text }) => [`Lock screen ${at}`, text] as const),
    ],
    style,
  )
}

const outcomes = {
  updated: 'is updated',
  unchanged: 'is unchanged',
  failed: 'could not be fetched; the next refresh tries again',
} as const

function updateLine({ serialNumber, outcome }: PassUpdate): string {
  return `Pass ${plain(serialNumber)} ${outcomes[outcome]}.`
}
