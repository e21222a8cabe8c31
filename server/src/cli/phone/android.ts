import { type AndroidFace, googleForPhones, openAndroidPhone, renderAndroidPass } from '@billfold/simulator'
import { demoGoogleUrl } from '../demo/virtual-google.ts'
import { usageError } from '../errors.ts'
import { facts, plain, type Style, table } from '../output.ts'
import { type Handset, logText, type Place } from './handset.ts'

/**
 * Opens a virtual Android phone with a Google account of its own.
 *
 * @param googleUrl the virtual Google; that of the demo on the same data folder unless given
 * @throws CommandError `usage`, SimulatorError
 */
export async function openAndroid(
  { io, name, folder, dataDir, narration }: Place,
  googleUrl: string | undefined,
): Promise<Handset> {
  const { steps, notifications, onStep, onNotification } = narration
  const phone = await openAndroidPhone(folder, {
    name,
    account: accountOf(name),
    google: googleForPhones((googleUrl ?? (await demoGoogleUrl(dataDir)) ?? refuseWithoutGoogle()).replace(/\/+$/, '')),
    clock: io.clock,
    fetch: io.fetch,
    onStep,
    onNotification,
  })

  /** Google's objects are named by issuer and serial number. */
  async function objectIdOf(serial: string): Promise<string> {
    const found = (await phone.list()).find(({ objectId }) => objectId === serial || serialOf(objectId) === serial)
    return found?.objectId ?? serial
  }

  return {
    async add(link) {
      if (!/^https?:/i.test(link)) {
        throw usageError('An Android phone adds passes by their links.', 'Files are for iPhones: leave out --android.')
      }
      const passes = await phone.add(link)
      return {
        document: { passes, steps, notifications },
        text: (style) =>
          passes
            .map((pass) => `The pass is saved: ${plain(serialOf(pass.objectId))}\n${renderAndroidPass(pass, style)}`)
            .join('\n'),
      }
    },
    async list() {
      const items = await phone.list()
      return {
        document: { items },
        text: (style) =>
          items.length === 0
            ? `The phone ${name} holds no passes. Add one: billfold phone add LINK --android`
            : table(
                ['SERIAL NUMBER', 'ISSUER', 'TITLE', 'STATE'],
                items.map((pass) => [serialOf(pass.objectId), pass.title.issuer, pass.title.title, stateOf(pass)]),
                style,
              ),
      }
    },
    async show(serial) {
      const pass = await phone.show(await objectIdOf(serial))
      return { document: pass, text: (style) => `${renderAndroidPass(pass, style)}\n\n${passFacts(pass, style)}` }
    },
    async enrol() {
      throw usageError('Google Wallet has no forms that passes show.', 'Forms are for iPhones: leave out --android.')
    },
    async refresh() {
      const changes = await phone.refresh()
      return {
        document: { changes, steps, notifications },
        text: () =>
          changes.length === 0
            ? 'Nothing has changed.'
            : changes.map(({ kind, pass }) => `Pass ${plain(serialOf(pass.objectId))} ${becameOf[kind]}.`).join('\n'),
      }
    },
    async remove(serial) {
      const removal = await phone.remove(await objectIdOf(serial))
      return {
        document: { ...removal, steps },
        isProblem: !removal.told,
        text: (style) =>
          removal.told
            ? 'The pass is removed.'
            : style.yellow('The pass is removed, but Google has not heard of that: refresh tells it again.'),
      }
    },
    async log() {
      const shown = await phone.notifications()
      return {
        document: { notifications: shown },
        text: (style) =>
          logText(
            shown.map(({ at, title, text }) => [at, 'notification', `${title}: ${text}`] as const),
            style,
          ),
      }
    },
  }
}

/** The Google account of a virtual Android phone. */
export const accountOf = (name: string) => `${name}@example.com`

function refuseWithoutGoogle(): never {
  throw usageError(
    'An Android phone needs a virtual Google, and there is none on this data folder.',
    'Start one with `billfold serve --demo`, or name the address of another with --google.',
  )
}

const serialOf = (objectId: string) => objectId.slice(objectId.indexOf('.') + 1)

const becameOf = { added: 'is new', changed: 'is updated', removed: 'is gone' } as const

function stateOf({ state, testOnly }: AndroidFace): string {
  return `${state.toLowerCase()}${testOnly ? ' (test only)' : ''}`
}

function passFacts(pass: AndroidFace, style: Style): string {
  return facts(
    [
      ['Serial number', serialOf(pass.objectId)],
      ['Object', pass.objectId],
      ['Class', pass.classId],
      ['Vertical', pass.vertical],
      ['State', stateOf(pass)],
      ['Hero image', pass.heroImage ?? undefined],
    ],
    style,
  )
}
