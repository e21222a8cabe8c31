export {
  type CompareOptions,
  comparePasses,
  type FieldChange,
  type LockScreen,
  type PassComparison,
} from './compare/compare-passes.ts'
export { formatValue, type Viewing } from './compare/format-value.ts'
export { type Issue, PassError, type PassErrorCode } from './errors.ts'
export type { Files } from './files.ts'
export { type Expiry, expiryOf } from './identity/expiry.ts'
export { type Identity, type IdentityInput, loadIdentity } from './identity/load-identity.ts'
export type { Signer } from './identity/signer.ts'
export { type IssueCode, issueCodes } from './issue-codes.ts'
export { lintPass } from './lint/lint-pass.ts'
export { type MissingRequirement, type SchemeReport, schemeReport } from './lint/scheme-report.ts'
export type { LintContext } from './lint/subject.ts'
export type { PassFile } from './pass-file.ts'
export { type Normalisation, normalisePass } from './pass-json/normalise-pass.ts'
export type * from './pass-json/types.ts'
export { type PassContents, type ReadLimits, readPass } from './read.ts'
export { compileTemplate, type PassChanges, type PassTemplate, type TemplateInput } from './template.ts'
export { type Verification, type VerifyOptions, verifyPass } from './verify/verify-pass.ts'
