/** What a run tells: as text, and as the rows of docs/benchmarks.md. */
import { type Finding, isVoid, type Measured, type Outcome, verdictOf } from './harness.ts'
import { type Spread, show } from './numbers.ts'

/** What `--json` writes. */
export interface Results {
  readonly machine: string
  readonly quick: boolean
  readonly anyMachine: boolean
  readonly outcomes: readonly Outcome[]
}

const range = ({ min, max }: Spread) => `${show(min)}–${show(max)}`
const amount = ({ value, unit }: Finding) => (unit === '×' ? `${value.toFixed(2)} ×` : `${show(value)} ${unit}`)

function bar({ atLeast, atMost, unit }: Finding): string {
  if (atLeast !== undefined) return `at least ${atLeast} ${unit}`
  return atMost === undefined ? '' : `at most ${atMost} ${unit}`
}

/** Raw figures, findings and verdicts of one comparison. */
export function outcomeText(outcome: Outcome, anyMachine: boolean): string {
  const { title, operation, reference, subject, others, findings } = outcome
  const row = (role: string, { name, perSecond, cpuMsPerOperation }: Measured): string[] => [
    name,
    role,
    show(perSecond.median),
    range(perSecond),
    cpuMsPerOperation ? show(cpuMsPerOperation.median) : '',
  ]
  const measured = [
    [title, '', `${operation}/s`, 'min–max', 'CPU ms each'],
    row('reference', reference),
    row('measured', subject),
    ...others.map((other) => row('beside', other)),
  ]
  const judged = findings.map((finding) => {
    const notes = [bar(finding), finding.rate && `in single rounds ${range(finding.rate.inRounds)}`].filter(Boolean)
    const note = notes.length > 0 ? ` (${notes.join('; ')})` : ''
    return [verdictOf(finding, outcome, anyMachine), amount(finding), `${finding.what}${note}`]
  })
  return [columns(measured), columns(judged), ...voidWarning(outcome, anyMachine)].join('\n\n')
}

function voidWarning(outcome: Outcome, anyMachine: boolean): string[] {
  if (!isVoid(outcome)) return []
  const { expectedPerSecond = 0, perSecond } = outcome.reference
  const figures = `${show(perSecond.median)}/s, and ${show(expectedPerSecond)}/s are expected on two cores`
  if (anyMachine) return [`  The reference reached ${figures}: judged all the same, for this machine as it was.`]
  return [
    `*** VOID: the reference reached ${figures}. The machine was busy or is of another kind: nothing above counts.\n` +
      '    Stop what else runs and try again, or say --any-machine to have it judged all the same. ***',
  ]
}

/** Numbers to the right, all else to the left. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const isNumber = (text: string) => /^\d[\d.,–]*( \S+)?$/.test(text)
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (isNumber(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
  return rows.map((row) => `  ${line(row).join('  ').trimEnd()}`).join('\n')
}

/** The table of docs/benchmarks.md: rates with their ranges, and a row for each other finding. */
export function markdownTable({ outcomes, anyMachine }: Results): string {
  const head = ['work', 'reference', 'Billfold', 'found', 'to reach', 'verdict']
  const rows = outcomes.flatMap((outcome) => {
    const { title, operation, subject } = outcome
    const raw = ({ perSecond }: Measured) => `${show(perSecond.median)} ${operation}/s (${range(perSecond)})`
    return outcome.findings.map((finding) => {
      const { rate } = finding
      const work = rate?.of.name === outcome.reference.name ? `**${title}**` : finding.what
      const rates = rate ? [raw(rate.of), raw(subject)] : ['', '']
      return [work, ...rates, amount(finding), bar(finding), verdictOf(finding, outcome, anyMachine)]
    })
  })
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
