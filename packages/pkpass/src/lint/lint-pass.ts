import type { Issue } from '../errors.ts'
import { isObject, wrongType } from '../pass-json/describe.ts'
import { checkKeys, checkRequiredKeys, compile } from '../pass-json/object.ts'
import { passKeys } from '../pass-json/tables/pass.ts'
import { checkActions, checkPersonalization, checkUpcoming } from './extras.ts'
import { checkFields } from './fields.ts'
import { checkBinding, checkContact, checkIdentifiers, checkLife, checkWebService } from './identity.ts'
import { limitIssues } from './limit-issues.ts'
import { checkBarcodes, checkNfc } from './readers.ts'
import { checkRelevance } from './relevance.ts'
import { checkSchemes } from './schemes.ts'
import { checkSemantics } from './semantics.ts'
import { checkEffect, checkStylePresence, checkStyles } from './style.ts'
import { type JsonObject, type LintContext, type Subject, subjectOf } from './subject.ts'

const shape = compile(passKeys, {})

type PassRule = (subject: Subject, issues: Issue[]) => void

/** What can be said of a pass to which top-level keys may still be added. */
const rulesOfParts: readonly PassRule[] = [
  checkBinding,
  checkIdentifiers,
  checkStyles,
  checkFields,
  checkBarcodes,
  checkRelevance,
  checkNfc,
  checkSemantics,
  checkActions,
  checkUpcoming,
]

/** What only a complete pass can be asked for. */
const rulesOfWholes: readonly PassRule[] = [
  checkWebService,
  checkStylePresence,
  checkEffect,
  checkSchemes,
  checkPersonalization,
  checkContact,
  checkLife,
]

/**
 * Everything that is wrong with a complete pass.json, or worth a look, at once (Apple, *Pass* and the pages below it):
 * keys that are missing, unknown, of the wrong kind or without effect, combinations that Wallet refuses, and what makes
 * it fall back to an older look. Reports and never throws, whatever it is given.
 */
export function lintPass(pass: unknown, context: LintContext = {}): Issue[] {
  if (!isObject(pass)) return [wrongType(pass, 'pass.json', 'an object')]
  const issues: Issue[] = []
  const subject = subjectOf(pass, context)
  checkKeys(pass, shape, '', issues)
  checkRequiredKeys(pass, shape, '', issues)
  for (const check of rulesOfParts) check(subject, issues)
  for (const check of rulesOfWholes) check(subject, issues)
  return limitIssues(issues)
}

/** The problems of what is there: of a pass.json to which top-level keys may still be added. */
export function lintParts(pass: JsonObject, context: LintContext): Issue[] {
  const issues: Issue[] = []
  const subject = subjectOf(pass, context)
  checkKeys(pass, shape, '', issues)
  for (const check of rulesOfParts) check(subject, issues)
  return limitIssues(issues)
}
