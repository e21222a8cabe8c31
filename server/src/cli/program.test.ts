import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { exitCodes } from './exit-codes.ts'
import { processIo } from './io.ts'
import { billfold } from './program.ts'
import { run } from './testing/run.ts'
import { version } from './version.ts'

interface Entry {
  readonly line: string
  readonly command: Command
}

const program = billfold(processIo())

function entriesBelow(command: Command, line = ''): Entry[] {
  return command.commands.flatMap((part) => {
    const own = `${line} ${part.name()}`.trim()
    return [{ line: own, command: part }, ...entriesBelow(part, own)]
  })
}

const all = entriesBelow(program)
const verbs = all.filter(({ command }) => command.commands.length === 0)

describe('the help', () => {
  it('of the program names every command, its verbs, every exit code and the environment', async () => {
    const { code, stdout, stderr } = await run(['--help'])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    for (const { name, verbsOf } of program.commands.map((noun) => ({ name: noun.name(), verbsOf: noun.commands }))) {
      const entry = new RegExp(`^  ${name} +(.+(?:\\n {4,}.+)*)`, 'm').exec(stdout)?.[1]
      expect(entry, name).toBeDefined()
      for (const verb of verbsOf) expect(entry, `${name} ${verb.name()}`).toContain(verb.name())
    }
    for (const { code, meaning } of Object.values(exitCodes)) expect(stdout).toContain(`  ${code}  ${meaning}`)
    for (const heading of ['Run:', 'Set up:', 'Passes and campaigns (over HTTP):', 'Tools:', 'Environment:']) {
      expect(stdout).toContain(`\n${heading}\n`)
    }
    expect(stdout).toContain('BILLFOLD_URL')
    expect(stdout).toContain('BILLFOLD_API_KEY')
  })

  it('says which options are required', async () => {
    for (const { line, command } of verbs) {
      const { stdout } = await run([...line.split(' '), '--help'])
      const required = command.options.filter(({ mandatory }) => mandatory)
      expect(stdout.replace(/\s+/g, ' ').split('(required)').length - 1, line).toBe(required.length)
    }
    expect((await run(['key', 'create', '--help'])).stdout).toMatch(/--customer <id> +whose key it is \(required\)\n/)
  })

  it('is there for every command, with a summary of one line', async () => {
    for (const { line, command } of all) {
      const { code, stdout } = await run([...line.split(' '), '--help'])
      expect(code, line).toBe(0)
      expect(stdout, line).toContain(`Usage: billfold ${line}`)
      expect(command.summary(), line).toMatch(/^[^\n]{10,95}$/)
    }
  })

  it('shows at least two examples of every command, which the command takes', async () => {
    for (const { line } of all) {
      const { stdout } = await run([...line.split(' '), '--help'])
      const examples = stdout
        .slice(stdout.indexOf('\nExamples:\n'))
        .split(/\n {2}# .*\n/)
        .slice(1)
      expect(examples.length, line).toBeGreaterThanOrEqual(2)
      for (const example of examples) expect(faultsOf(example), `${line}: ${example}`).toEqual([])
    }
  })

  it('can be asked for by name', async () => {
    const { code, stdout } = await run(['help', 'phone'])
    expect(code).toBe(0)
    expect(stdout).toContain('Usage: billfold phone')
  })

  it('stands in on standard error where a verb is missing', async () => {
    for (const noun of program.commands.filter(({ commands }) => commands.length > 0)) {
      const { code, stdout, stderr } = await run([noun.name()])
      expect(code).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).toContain(`Usage: billfold ${noun.name()}`)
    }
  })
})

describe('every command', () => {
  it('that answers at once has a --json for scripts', () => {
    const without = verbs.filter(({ command }) => !command.options.some(({ long }) => long === '--json'))
    expect(without.map(({ line }) => line)).toEqual([])
  })

  it('has a version to tell', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

/** What of an example's command lines there is not: a command, or an option of it. */
function faultsOf(example: string): string[] {
  return [...example.matchAll(/billfold ([^"|&;)\n]+)/g)].flatMap(([, words = '']) => {
    const line = all
      .map((entry) => entry.line)
      .filter((line) => `${words} `.startsWith(`${line} `))
      .sort((a, b) => b.length - a.length)[0]
    const command = all.find((entry) => entry.line === line)?.command
    if (!command) return [`no command: billfold ${words}`]
    const options = words.match(/(?<= )--?[a-z][\w-]*/g) ?? []
    return options
      .filter((option) => !command.options.some(({ long, short }) => option === long || option === short))
      .map((option) => `no option: ${option} of ${line}`)
  })
}
