/** Every code an issue of content may bear. Codes are stable: clients may switch over them. */
export type ReviewIssueCode =
  // the shape, as the schema declares it
  | 'missing'
  | 'unknown_key'
  | 'forbidden_key'
  | 'too_deep'
  | 'wrong_type'
  | 'value_not_allowed'
  | 'malformed'
  | 'out_of_range'
  // templates and what they render to
  | 'template_syntax'
  | 'template_failed'
  | 'unknown_variable'
  | 'undeclared_token'
  | 'volatile_time'
  | 'result_type'
  | 'unsafe_link'
  // tokens
  | 'duplicate_token'
  | 'token_type'
  | 'token_too_long'
  | 'token_not_personal'
  | 'token_not_text'
  // content
  | 'kind_mismatch'
  | 'duplicate_field_key'
  | 'value_format'
  | 'change_message_placeholder'
  | 'validity_order'
  | 'barcode_characters'
  | 'rotating_format'
  | 'rotating_pattern'
  | 'news_in_variant'
  | 'news_not_text'
  // variants and their conditions
  | 'duplicate_variant_name'
  | 'condition_empty'
  | 'delay_without_fact'
  | 'duration_invalid'
  | 'date_invalid'
  | 'zone_missing'
  | 'zone_unknown'
  | 'period_empty'
  | 'personal_segment'

/** One reason why a revision or a pass's content is unfit: what, where and how to put it right. */
export interface ReviewIssue {
  readonly code: ReviewIssueCode
  /** JSON Pointer (RFC 6901) into what was reviewed. */
  readonly path: string
  readonly message: string
  readonly fix: string
}

/**
 * Thrown where content cannot be compiled or rendered. It carries every reason, not only the first. The issues may quote
 * tokens, so they are for whoever gave those; the error's own message names codes and places alone and may be logged.
 */
export class ContentError extends Error {
  readonly code = 'content_unfit'
  readonly issues: readonly ReviewIssue[]

  constructor(issues: readonly ReviewIssue[]) {
    super(`The content is unfit: ${issues.map(({ code, path }) => `${code} at ${path || '/'}`).join(', ')}.`)
    this.name = 'ContentError'
    this.issues = issues
  }
}

/** The JSON Pointer (RFC 6901) of a path given by its segments; the root is the empty string. */
export function pointerOf(segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The segments of a JSON Pointer (RFC 6901). */
export function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The issues without repetitions: the same leaf stands in the content of many combinations of variants. */
export function distinctIssues(issues: readonly ReviewIssue[]): ReviewIssue[] {
  return [...new Map(issues.map((issue) => [`${issue.code} ${issue.path} ${issue.message}`, issue])).values()]
}
