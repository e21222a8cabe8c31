import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LockScreenLine, openPhone, type Phone, type Step } from '@billfold/simulator'
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { command, jsonOption, several, type Teaching } from '../command.ts'
import { usageError } from '../errors.ts'
import { readBytes } from '../files.ts'
import type { Io } from '../io.ts'
import { addSettings } from '../settings.ts'
import { narrator } from './narrate.ts'

export interface PhoneOptions {
  readonly phone: string
  readonly data?: string
  readonly root?: readonly string[]
  readonly json?: boolean
}

/** For commands about one pass. */
export interface PassOptions extends PhoneOptions {
  readonly passType?: string
}

export const passTypeOption = [
  '--pass-type <id>',
  'pass type, if passes of several types have this serial number',
] as const

/** For commands that take a pass in. */
export const rootOption = [
  '--root <file>',
  'root certificate that it trusts besides Apple’s; may be given several times',
  several,
] as const

/** A phone with what it did and showed since it was opened. */
export interface OpenPhone {
  readonly phone: Phone
  readonly steps: readonly Step[]
  readonly lockScreen: readonly LockScreenLine[]
}

/** A command of a virtual iPhone: `--phone` says which one, `--data` where it is kept. */
export function phoneCommandOf(name: string, teaching: Teaching): Command {
  const phoneCommand = command(name, teaching)
    .option(...jsonOption)
    .option('--phone <name>', 'which phone; each has a wallet of its own', 'iphone')
  return addSettings(phoneCommand, 'Installation:', ['dataDir'])
}

/**
 * Opens a phone, kept in the folder `phones` of the data folder. It trusts Apple, the data folder's own development
 * authorities and the roots given. What it does is told on standard output as it happens, unless the output is JSON.
 *
 * @throws CommandError `usage`, SimulatorError
 */
export async function open(io: Io, options: PhoneOptions): Promise<OpenPhone> {
  if (!/^\w[\w-]{0,63}$/.test(options.phone)) {
    throw usageError(`${JSON.stringify(options.phone)} is no name of a phone.`, 'Use letters, digits, "-" and "_".')
  }
  const { BILLFOLD_DATA } = io.env
  const { dataDir } = loadConfig({ BILLFOLD_DATA }, options.data === undefined ? {} : { dataDir: options.data })
  const given = await Promise.all((options.root ?? []).map((file) => readBytes(io, file)))
  const steps: Step[] = []
  const lockScreen: LockScreenLine[] = []
  const told = options.json ? undefined : narrator(io)
  const phone = await openPhone(join(dataDir, 'phones', options.phone), {
    name: options.phone,
    clock: io.clock,
    roots: [...(await ownRoots(dataDir)), ...given],
    fetch: io.fetch,
    onStep: (step) => {
      steps.push(step)
      told?.step(step)
    },
    onLockScreen: (line) => {
      lockScreen.push(line)
      told?.lockScreen(line)
    },
  })
  return { phone, steps, lockScreen }
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
