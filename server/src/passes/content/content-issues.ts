import { Compile, type Validator } from 'typebox/compile'
import { contentSchemas, type Kind } from './content.ts'
import { ruleIssues } from './content-rules.ts'
import type { ReviewIssue } from './issues.ts'
import { isJsonObject } from './json.ts'
import { schemaIssues } from './schema-issues.ts'

const validators = new Map<Kind, Validator>()

function validatorOf(kind: Kind): Validator {
  const known = validators.get(kind)
  if (known !== undefined) return known
  const validator: Validator = Compile(contentSchemas[kind])
  validators.set(kind, validator)
  return validator
}

/**
 * Why a rendered content is unfit: what its kind's schema refuses, and the rules that no schema can state.
 * @param known issues of the templates that it was rendered from; what only follows from them is not said again
 */
export function contentIssues(kind: Kind, content: unknown, known: readonly ReviewIssue[] = []): ReviewIssue[] {
  const validator = validatorOf(kind)
  const shape = validator.Check(content) ? [] : schemaIssues(validator, content)
  const rules = isJsonObject(content) ? ruleIssues(content) : []
  return [...shape, ...rules].filter((issue) => !known.some((cause) => followsFrom(issue, cause)))
}

function followsFrom(issue: ReviewIssue, cause: ReviewIssue): boolean {
  return issue.path === cause.path || (issue.code === 'wrong_type' && cause.path.startsWith(`${issue.path}/`))
}
