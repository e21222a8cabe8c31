import { Command } from 'commander'

/** What the help of a command teaches. */
export interface Teaching {
  /** One line, for lists of commands. */
  readonly summary: string
  /** What it does, in whole sentences. */
  readonly description: string
  /** At least two command lines, each with what it is good for. */
  readonly examples: readonly (readonly [purpose: string, line: string])[]
}

/** A command whose help says what it does and shows how it is used. */
export function command(name: string, { summary, description, examples }: Teaching): Command {
  const bare = new Command(name)
    .helpCommand(false)
    .helpOption('-h, --help', 'explain this')
    .summary(summary)
    .description(description)
  return addExamples(bare, examples)
}

/** Ends the help of a command with examples. */
export function addExamples(command: Command, examples: Teaching['examples']): Command {
  const shown = examples.map(([purpose, line]) => `  # ${purpose}\n  ${line}`).join('\n\n')
  return command.addHelpText('after', `\nExamples:\n${shown}`)
}

/** A noun and what can be done with it: `billfold pass issue`. */
export function noun(name: string, teaching: Teaching, verbs: readonly Command[]): Command {
  const whole = command(name, teaching)
  for (const verb of verbs) whole.addCommand(verb)
  return whole
}

/** For commands whose result scripts read. */
export const jsonOption = ['--json', 'print one JSON document, for scripts'] as const

/** Collects the values of an option that may be given several times. */
export function several(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}
