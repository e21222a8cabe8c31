import { PassError } from '@billfold/pkpass'
import { SimulatorError } from '@billfold/simulator'
import { describe, expect, it } from 'vitest'
import { Problem } from '../errors.ts'
import { StartupError } from '../platform/startup-error.ts'
import { CommandError } from './errors.ts'
import { styleFor } from './output.ts'
import { reportDocument, reportLines, reportOf } from './report.ts'

const style = styleFor({ write: () => {} }, {})
const issue = (severity: 'error' | 'warning', code: string) => ({
  code,
  severity,
  path: `${code} place`,
  message: `${code} message.`,
  fix: `${code} fix.`,
})

describe('the report of an error', () => {
  it('of the command line says what, where and what to do', () => {
    const places = [{ path: '/name', code: 'missing', message: 'is missing', fix: 'Add it.' }]
    const report = reportOf(
      new CommandError('refused', 'invalid_request', 'Not valid.', { hint: 'Look.', errors: places }),
    )
    expect(report.exit).toBe('refused')
    expect(reportLines(report, style)).toBe('Error: Not valid.\n  /name – is missing – Add it.\nHint: Look.\n')
    expect(reportDocument(report)).toEqual({
      error: { code: 'invalid_request', message: 'Not valid.', errors: places, hint: 'Look.' },
    })
  })

  it('of a start keeps the lines of its message', () => {
    const report = reportOf(new StartupError('configuration_invalid', 'Not valid:\n  - BILLFOLD_PORT is x', 'Mend it.'))
    expect(report).toMatchObject({ exit: 'unreachable', code: 'configuration_invalid' })
    expect(reportLines(report, style)).toBe('Error: Not valid:\n  - BILLFOLD_PORT is x\nHint: Mend it.\n')
  })

  it('of a problem on the installation itself', () => {
    const report = reportOf(new Problem('conflict', 'The pass type is taken.', { hint: 'Take another.' }))
    expect(report).toEqual({
      exit: 'refused',
      code: 'conflict',
      message: 'The pass type is taken.',
      errors: [],
      hint: 'Take another.',
    })
  })

  it('of a pass that cannot be built names the errors and not the warnings', () => {
    const report = reportOf(new PassError('TEMPLATE_REFUSED', [issue('error', 'ICON_MISSING'), issue('warning', 'X')]))
    expect(report.code).toBe('template_refused')
    expect(reportLines(report, style)).toBe(
      'Error: The pass cannot be built:\n  ICON_MISSING place – ICON_MISSING message. – ICON_MISSING fix.\n',
    )
  })

  it('of a pass that a phone refuses names the places once, and the way to trust a test authority', () => {
    const issues = [issue('error', 'ROOT_NOT_TRUSTED')]
    const message = 'Wallet refuses this pass:\n- ROOT_NOT_TRUSTED place: ROOT_NOT_TRUSTED message.'
    const report = reportOf(new SimulatorError('pass_refused', message, { fix: 'All fixes.', issues }))
    expect(reportLines(report, style)).toMatch(
      /^Error: Wallet refuses this pass:\n {2}ROOT_NOT_TRUSTED place – .*\nHint: A pass of a test authority .* --root\./,
    )
  })

  it('of a phone says what to do', () => {
    const report = reportOf(new SimulatorError('pass_unknown', 'No pass x.', { fix: 'Passes: none.' }))
    expect(reportLines(report, style)).toBe('Error: No pass x.\nHint: Passes: none.\n')
  })

  it.each([
    ['does not answer', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    [
      'has a host that nobody knows',
      Object.assign(new Error('getaddrinfo ENOTFOUND db.invalid'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    ],
    [
      'has a host to which no way leads',
      Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'connect' }),
    ],
    ['does not know the user', Object.assign(new Error('role "x" does not exist'), { code: '28000' })],
    ['has another name', Object.assign(new Error('database "x" does not exist'), { code: '3D000' })],
    [
      'has several addresses',
      Object.assign(new AggregateError([new Error('a'), new Error('b')]), { code: 'ECONNREFUSED' }),
    ],
  ])('of a database that %s ends with 3, however deep it lies', (_, cause) => {
    const report = reportOf(new Error('The database could not be migrated', { cause }))
    expect(report).toMatchObject({ exit: 'unreachable', code: 'database_unavailable' })
    expect(report.message).toMatch(/^The database cannot be used: .*\w.*\.$/)
  })

  it('that nobody foresaw says how to learn more', () => {
    expect(reportOf(new Error('oops'))).toMatchObject({ exit: 'refused', message: 'Something unexpected failed: oops' })
    expect(reportOf('oops').message).toBe('Something unexpected failed: oops')
  })

  it('takes escape sequences out of what a server says', () => {
    const report = reportOf(new CommandError('refused', 'x', 'a\u001b[2Jb', { hint: 'c\u0007d' }))
    expect(reportLines(report, style)).toBe('Error: ab\nHint: c d\n')
  })
})
