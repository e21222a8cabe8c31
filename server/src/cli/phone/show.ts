import { renderPass, type WalletPass } from '@billfold/simulator'
import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { facts, print, type Style, table } from '../output.ts'
import { open, type PassOptions, type PhoneOptions, passTypeOption, phoneCommandOf } from './open.ts'

export function listCommand(io: Io): Command {
  const teaching = {
    summary: 'list the passes on the phone',
    description: 'Lists the passes on a phone in the order in which they were added.',
    examples: [
      ['All', 'billfold phone list'],
      ['Those of another phone', 'billfold phone list --phone second'],
    ],
  } as const
  return phoneCommandOf('list', teaching).action(async (options: PhoneOptions) => {
    const passes = await (await open(io, options)).phone.list()
    print(io, options, { items: passes }, (style) =>
      passes.length === 0
        ? `The phone ${options.phone} holds no passes. Add one: billfold phone add LINK`
        : table(
            ['SERIAL NUMBER', 'ISSUER', 'DESCRIPTION', 'STATE'],
            passes.map((pass) => [pass.serialNumber, pass.organizationName, pass.description, stateOf(pass)]),
            style,
          ),
    )
  })
}

export function showCommand(io: Io): Command {
  const teaching = {
    summary: 'draw a pass on the phone',
    description: 'Draws a pass as it is on the phone now, with what its web service knows the phone by.',
    examples: [
      ['Draw it', 'billfold phone show 3v7k0q5w8y2n4r6t9a1c3e5g7h'],
      ['Its points, for a script', "billfold phone show 3v7k0q5w8y2n4r6t9a1c3e5g7h --json | jq '.fields.header'"],
    ],
  } as const
  return phoneCommandOf('show', teaching)
    .argument('<serial>', 'serial number of the pass')
    .option(...passTypeOption)
    .action(async (serial: string, options: PassOptions) => {
      const pass = await (await open(io, options)).phone.show(serial, options.passType)
      print(io, options, pass, (style) => `${renderPass(pass, style)}\n\n${passFacts(pass, style)}`)
    })
}

function stateOf(pass: WalletPass): string {
  if (pass.voided) return 'void'
  if (pass.expired) return 'expired'
  return pass.webService === null ? 'never updated' : pass.registered ? 'registered' : 'not registered yet'
}

function passFacts(pass: WalletPass, style: Style): string {
  return facts(
    [
      ['Serial number', pass.serialNumber],
      ['Pass type', pass.passTypeIdentifier],
      ['State', stateOf(pass)],
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
