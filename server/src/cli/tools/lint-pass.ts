import {
  comparePasses,
  localizationReport,
  type PackageLint,
  type PassComparison,
  type Translation,
} from '@billfold/pkpass'
import type { Command } from 'commander'
import { command, jsonOption } from '../command.ts'
import { CommandError, ProblemsFound } from '../errors.ts'
import type { Io } from '../io.ts'
import { facts, print, type Style, table, wrap } from '../output.ts'
import { countFindings, findingsText, hasErrors } from './findings.ts'
import { lintSource } from './lint-source.ts'
import { lookFacts } from './look-facts.ts'

export function lintPassCommand(io: Io): Command {
  const teaching = {
    summary: 'find what is wrong with a pass, or worth a look',
    description:
      'Goes through pass.json, images, languages and personalization.json of a .pkpass file, of a folder or of a pass.json ' +
      'alone, and lists everything found, with what to do about it: what Wallet refuses, what it passes over in silence, ' +
      'and why it would draw an older look. With --against it also says what the lock screen shows when phones get this ' +
      'version after that one. What `billfold pass build` takes from the certificate may be left out. ' +
      'Ends with 1 if there are errors; warnings do not count. Whether whoever signed it can be trusted is not asked here: ' +
      '`billfold pass verify` does that.',
    examples: [
      ['A pass', 'billfold pass lint coffee.pkpass'],
      ['While you write it', 'billfold pass lint Coffee.pass/pass.json'],
      ['What will phones say about the update?', 'billfold pass lint new.pkpass --against old.pkpass'],
    ],
  } as const
  return command('lint', teaching)
    .argument('<file>', '.pkpass file, folder with a pass.json, or pass.json')
    .option('--against <older>', 'the version that phones have now, as any of these')
    .option(...jsonOption)
    .action(async (file: string, options: { against?: string; json?: boolean }) => {
      const at = io.clock.now()
      const found = await lintSource(io, file, at)
      const older = options.against === undefined ? undefined : await readOlder(io, options.against, at)
      const comparison = older && found.pass && compare(older, found, at)
      const issues = [...found.issues, ...(comparison?.issues ?? [])]
      const accepted = !hasErrors(issues)
      const { schemes, leftToBuild } = found
      print(io, options, { accepted, issues, schemes, ...(comparison && { comparison }) }, (style) =>
        [
          ...(issues.length > 0 ? [findingsText(issues, style), ''] : []),
          facts(
            [
              ['File', file],
              ...lookFacts(found.pass, schemes),
              ['Left to `pass build`', leftToBuild.join(', ') || undefined],
            ],
            style,
          ),
          ...(comparison ? ['', ...comparisonText(comparison, style)] : []),
          '',
          verdict(countFindings(issues), accepted, style),
        ].join('\n'),
      )
      if (!accepted) throw new ProblemsFound()
    })
}

/** @throws CommandError `usage` for what is no pass */
async function readOlder(io: Io, file: string, at: Date): Promise<PackageLint> {
  const older = await lintSource(io, file, at)
  if (older.pass !== undefined) return older
  const errors = older.issues.filter(({ severity }) => severity === 'error')
  throw new CommandError('usage', 'usage', `${file} is no pass to compare with:`, { errors })
}

function verdict(found: string, accepted: boolean, style: Style): string {
  if (!accepted) return style.red(`Wallet refuses this pass: ${found}.`)
  return style.green(
    found === '' ? 'Nothing is wrong with it.' : `Nothing of this keeps Wallet from taking it: ${found}.`,
  )
}

function compare(older: PackageLint, newer: PackageLint, at: Date): PassComparison {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const strings = { before: englishOf(older), after: englishOf(newer) }
  return comparePasses(older.pass, newer.pass, { timeZone, at, strings })
}

/** The texts of a phone set to English, or of the language that it takes instead. */
function englishOf({ files }: PackageLint): Translation {
  const { locales } = localizationReport(files)
  const english = locales.find(({ locale }) => /^en(?:[-_]|$)/i.test(locale)) ?? locales[0]
  return english?.translation ?? {}
}

function comparisonText({ changes, lockScreen }: PassComparison, style: Style): string[] {
  // A field of the poster and of the style beside it is one to whoever looks.
  const rows = new Map(
    changes.map(({ key, before, after }) => [JSON.stringify([key, before, after]), [key, before, after]]),
  )
  const screens = lockScreen.map(
    ({ sinceIos, untilIos, kind, text, doubt }) =>
      [
        `Lock screen${phones(sinceIos, untilIos)}`,
        `${kind === 'silent' ? 'silent' : text}${doubt === undefined ? '' : ' (perhaps)'}`,
      ] as const,
  )
  const doubts = lockScreen.flatMap(({ doubt }) => doubt ?? [])
  return [
    ...(rows.size > 0 ? [table(['CHANGED', 'BEFORE', 'AFTER'], [...rows.values()], style), ''] : []),
    facts(screens.length > 0 ? screens : [['Lock screen', 'silent']], style),
    ...doubts.map((doubt) => wrap(`Only a phone can tell: ${doubt}`, '', style)),
  ]
}

function phones(sinceIos: number | undefined, untilIos: number | undefined): string {
  if (sinceIos !== undefined)
    return untilIos === undefined ? `, iOS ${sinceIos} on` : `, iOS ${sinceIos} to ${untilIos}`
  return untilIos === undefined ? '' : `, up to iOS ${untilIos}`
}
