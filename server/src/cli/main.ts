import { inspect } from 'node:util'
import { type Argument, type Command, CommanderError, Help } from 'commander'
import { type CommandError, ProblemsFound, usageError } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { requireNode } from './node-version.ts'
import { styleFor } from './output.ts'
import { billfold } from './program.ts'
import { reportDocument, reportLines, reportOf } from './report.ts'

/**
 * Runs one command line.
 *
 * @param argv what follows the program's name
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const program = billfold(io)
  useIo(program, io)
  try {
    requireNode(process.versions.node)
    await program.parseAsync(argv, { from: 'user' })
    return exitCodes.ok.code
  } catch (error) {
    if (error instanceof ProblemsFound) return exitCodes.refused.code
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code
    const report = reportOf(error)
    if (argv.includes('--json')) io.stdout.write(`${JSON.stringify(reportDocument(report), null, 2)}\n`)
    io.stderr.write(reportLines(report, styleFor(io.stderr, io.env)))
    if (io.env.BILLFOLD_LOG_LEVEL === 'debug') io.stderr.write(`${inspect(error)}\n`)
    return exitCodes[report.exit].code
  }
}

/** Has every command write where it is told to, and hand its errors up instead of ending the process. */
function useIo(command: Command, io: Io): void {
  const color = styleFor(io.stdout, io.env).color
  command.exitOverride((error) => {
    throw isHelp(error) ? error : usageErrorOf(error, command)
  })
  command.configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    outputError: () => {},
    getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 100),
    getErrHelpWidth: () => Math.min(io.stderr.columns ?? 100, 100),
    getOutHasColors: () => color,
  })
  command.configureHelp({
    subcommandTerm: (part) => [part.name(), ...part.registeredArguments.map(argumentTerm)].join(' '),
    optionDescription: (option) => `${ownHelp.optionDescription(option)}${option.mandatory ? ' (required)' : ''}`,
  })
  for (const part of command.commands) useIo(part, io)
}

/** What Commander says by itself. */
const ownHelp = new Help()

function argumentTerm(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`
}

/** Commander ends with an error also after help or the version, asked for or standing in for a missing command. */
function isHelp({ exitCode, code }: CommanderError): boolean {
  return exitCode === 0 || code === 'commander.help'
}

function usageErrorOf({ message }: CommanderError, command: Command): CommandError {
  const [fault = '', suggestion] = message.replace(/^error: /, '').split('\n')
  const hint = suggestion?.replace(/^\(|\)$/g, '') ?? `See \`${pathOf(command)} --help\`.`
  return usageError(`${fault.charAt(0).toUpperCase()}${fault.slice(1).replace(/\.?$/, '.')}`, hint)
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}
