import { join } from 'node:path'
import { phoneKindIn } from '@billfold/simulator'
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { command, jsonOption, several, type Teaching } from '../command.ts'
import { ProblemsFound, usageError } from '../errors.ts'
import type { Io } from '../io.ts'
import { print } from '../output.ts'
import { addSettings } from '../settings.ts'
import { openAndroid } from './android.ts'
import type { Handset, Outcome } from './handset.ts'
import { openIphone } from './iphone.ts'
import { narrate } from './narrate.ts'

export interface PhoneOptions {
  readonly phone?: string
  readonly android?: boolean
  readonly google?: string
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
  'pass type, if passes of several types on an iPhone have this serial number',
] as const

/** For commands that take a pass in. */
export const rootOption = [
  '--root <file>',
  'root certificate that an iPhone trusts besides Apple’s; may be given several times',
  several,
] as const

/** A command of a virtual phone: `--phone` says which one, `--android` of which kind, `--data` where it is kept. */
export function phoneCommandOf(name: string, teaching: Teaching): Command {
  const phoneCommand = command(name, teaching)
    .option(...jsonOption)
    .option('--phone <name>', 'which phone; each has a wallet of its own. Default: iphone, or android with --android')
    .option('--android', 'an Android phone with Google Wallet; its account is <name>@example.com')
    .option(
      '--google <url>',
      'the virtual Google of an Android phone. Default: that of the demo on the same data folder',
    )
  return addSettings(phoneCommand, 'Installation:', ['dataDir'])
}

/** Does something with the phone that the options name, and prints what comes of it. */
export async function withPhone(
  io: Io,
  options: PhoneOptions,
  work: (phone: Handset) => Promise<Outcome>,
): Promise<void> {
  const { document, text, isProblem } = await work(await open(io, options))
  print(io, options, document, text)
  if (isProblem) throw new ProblemsFound()
}

/**
 * Opens a phone, kept in the folder `phones` of the data folder. What it does is told on standard output as it happens,
 * unless the output is JSON.
 *
 * @throws CommandError `usage`, SimulatorError
 */
async function open(io: Io, options: PhoneOptions): Promise<Handset> {
  const name = options.phone ?? (options.android ? 'android' : 'iphone')
  if (!/^\w[\w-]{0,63}$/.test(name)) {
    throw usageError(`${JSON.stringify(name)} is no name of a phone.`, 'Use letters, digits, "-" and "_".')
  }
  const { BILLFOLD_DATA } = io.env
  const { dataDir } = loadConfig({ BILLFOLD_DATA }, options.data === undefined ? {} : { dataDir: options.data })
  const folder = join(dataDir, 'phones', name)
  const kind = (await phoneKindIn(folder)) ?? (options.android ? 'android' : 'iphone')
  if (options.android && kind !== 'android')
    throw usageError(`The phone ${name} is an iPhone.`, 'Leave out --android, or name another.')
  const place = { io, name, folder, dataDir, narration: narrate(io, options) }
  return kind === 'android' ? openAndroid(place, options.google) : openIphone(place, options.root ?? [])
}
