import { comparePasses } from '../src/compare/compare-passes.ts'
import { issueCodes } from '../src/issue-codes.ts'
import { lintPass } from '../src/lint/lint-pass.ts'
import { schemeReport } from '../src/lint/scheme-report.ts'
import { normalisePass } from '../src/pass-json/normalise-pass.ts'
import { imagesOf, posterTicket } from '../src/testing/full-passes.ts'

const context = { files: imagesOf.posterTicket, personalization: {}, at: new Date('2026-11-22T12:00:00Z') }
const viewing = { timeZone: 'Europe/Berlin', at: context.at }

/** Does everything that is done with a stranger's pass.json, and throws if one of the answers is none. */
export function lintOne(pass: unknown): number {
  const issues = lintPass(pass, { ...context, personalization: pass })
  for (const { code, path, message, fix } of issues) {
    if (!Object.hasOwn(issueCodes, code)) throw new Error(`${code} is no code.`)
    if ([path, message, fix].some((text) => typeof text !== 'string' || text === '' || text.length > 2000)) {
      throw new Error(`The text of ${code} is none, or too long: ${path}`)
    }
  }
  schemeReport(pass, context)
  comparePasses(posterTicket, pass, viewing)
  comparePasses(pass, posterTicket, viewing)
  if (typeof pass === 'object' && pass !== null && !Array.isArray(pass)) {
    const once = normalisePass(pass as Record<string, unknown>)
    const again = normalisePass(once.pass)
    if (again.changes.length > 0) throw new Error(`Normalised twice it changes again: ${again.changes[0]?.path}`)
  }
  return issues.length
}
