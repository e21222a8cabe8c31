import { Command } from 'commander'
import { addExamples } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { assetCommand } from './http/asset.ts'
import { campaignCommand } from './http/campaign.ts'
import { doctorCommand } from './http/doctor.ts'
import { eventCommand } from './http/event.ts'
import { linkCommand } from './http/link.ts'
import { walletCommand } from './http/wallet.ts'
import { customerCommand } from './installation/customer.ts'
import { keyCommand } from './installation/key.ts'
import { migrateCommand } from './installation/migrate.ts'
import type { Io } from './io.ts'
import { passCommand } from './pass.ts'
import { phoneCommand } from './phone/phone.ts'
import { serveCommand } from './serve.ts'
import { certificateCommand } from './tools/certificate.ts'
import { version } from './version.ts'

/** Every command, by what one does with it. */
const groups: Readonly<Record<string, (io: Io) => readonly Command[]>> = {
  'Run:': (io) => [serveCommand(io), migrateCommand(io)],
  'Set up:': (io) => [customerCommand(io), keyCommand(io), walletCommand(io)],
  'Passes and campaigns (over HTTP):': (io) => [
    assetCommand(io),
    campaignCommand(io),
    linkCommand(io),
    passCommand(io),
    eventCommand(io),
    doctorCommand(io),
  ],
  'Tools:': (io) => [phoneCommand(io), certificateCommand(io)],
}

/** The whole command line. */
export function billfold(io: Io): Command {
  const program = new Command('billfold')
    .description(
      'Billfold issues, distributes and updates passes for Apple Wallet and Google Wallet, on your own machine.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'explain a command, as: billfold pass issue --help')
    .commandsGroup('Tools:')
    .helpCommand('help [command]', 'explain a command')
    .usage('<command> [options]')
    .addHelpText('after', footer)
  addExamples(program, firstSteps)
  for (const [heading, commands] of Object.entries(groups)) {
    for (const command of commands(io)) program.addCommand(command.helpGroup(heading))
  }
  return program
}

const exitCodeLines = Object.values(exitCodes).map(({ code, meaning }) => `  ${code}  ${meaning}`)

const footer = `
Environment:
  BILLFOLD_URL       the server that commands over HTTP talk to; http://localhost:8787 if not set
  BILLFOLD_API_KEY   the API key that they use
  BILLFOLD_DATA      the data folder; ~/.billfold if not set. \`billfold serve --help\` has all settings
  NO_COLOR           set to anything, there are no colours

Exit codes:
${exitCodeLines.join('\n')}

With --json, standard output is one JSON document: the result, or { "error": { "code", "message", … } }.`

const firstSteps = [
  ['Try it: a demo customer, three campaigns, and a virtual iPhone that adds a pass', 'billfold serve --demo'],
  ['Set up your own, then see each command’s --help', 'billfold customer create "Acme Coffee"'],
  ['The server that the other commands talk to', 'billfold serve'],
] as const
