/** pass.json documents from strangers: everything that lints, compares and normalises them. */
import { comparePasses } from '../src/compare/compare-passes.ts'
import { issueCodes } from '../src/issue-codes.ts'
import { maxTextBytes } from '../src/limits.ts'
import { lintPass } from '../src/lint/lint-pass.ts'
import { schemeReport } from '../src/lint/scheme-report.ts'
import { normalisePass } from '../src/pass-json/normalise-pass.ts'
import { fieldKeys } from '../src/pass-json/tables/fields.ts'
import { passKeys } from '../src/pass-json/tables/pass.ts'
import { renamedTags, semanticTags } from '../src/pass-json/tables/semantics.ts'
import { translatePass } from '../src/strings/translate-pass.ts'
import { coffeeCard } from '../src/testing/fixtures.ts'
import { flight, imagesOf, posterCard, posterTicket } from '../src/testing/full-passes.ts'
import { mutate } from './mutate.ts'
import { mutateJson } from './mutate-json.ts'
import type { FuzzTarget } from './target.ts'

const documents = [posterTicket, flight, posterCard, coffeeCard].map((pass) => JSON.stringify(pass))
const tables = [passKeys, fieldKeys, semanticTags, renamedTags]
const pieces = { documents, keys: [...tables.flatMap((table) => Object.keys(table)), '_id', 'urls', 'sha256'] }

const viewing = { timeZone: 'Europe/Berlin', at: new Date('2026-11-22T12:00:00Z') }
const maxTextLength = 2000

export const passes: FuzzTarget = {
  /** One in ten has wrong bytes, and is seldom JSON any more; and none is larger than what readers take. */
  make(random) {
    const bytes = Buffer.from(random.pick(documents))
    const mutated = random.below(10) === 0 ? undefined : Buffer.from(JSON.stringify(mutateJson(random, pieces)))
    return mutated !== undefined && mutated.length <= maxTextBytes
      ? mutated
      : mutate(bytes, random, Buffer.from(random.pick(documents)))
  },
  read(input) {
    const pass = parsed(input)
    for (const issue of lintPass(pass, { files: imagesOf.posterTicket, personalization: pass, at: viewing.at })) {
      const { code, path, message, fix } = issue
      const isText = [path, message, fix].every((text) => text !== '' && text.length <= maxTextLength)
      if (!Object.hasOwn(issueCodes, code) || !isText) throw new Error(`This is no issue: ${JSON.stringify(issue)}`)
    }
    schemeReport(pass, { files: imagesOf.posterTicket })
    comparePasses(posterTicket, pass, viewing)
    comparePasses(pass, posterTicket, viewing)
    if (typeof pass !== 'object' || pass === null) return
    translatePass(pass as Record<string, unknown>, { Doors: 'Einlass', x: 'y' })
    const again = normalisePass(normalisePass(pass as Record<string, unknown>).pass)
    if (again.issues.length > 0) throw new Error(`Normalised twice it changes again at ${again.issues[0]?.path}.`)
  },
}

function parsed(input: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(input).toString('utf8'))
  } catch {
    return undefined
  }
}
