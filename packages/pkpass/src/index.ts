export { type Issue, PassError, type PassErrorCode } from './errors.ts'
export type { FileSource, Files } from './files.ts'
export {
  type CertificateRequest,
  type CertificateRequestInput,
  createCertificateRequest,
} from './identity/certificate-request.ts'
export { type Expiry, expiryOf } from './identity/expiry.ts'
export { type Identity, type IdentityInput, loadIdentity } from './identity/load-identity.ts'
export type { Signer } from './identity/signer.ts'
export { type IssueCode, issueCodes } from './issue-codes.ts'
export type { PassFile } from './pass-file.ts'
export { checkPass, type PassContext } from './pass-json/check-pass.ts'
export type * from './pass-json/types.ts'
export { type PassContents, type ReadLimits, readPass } from './read.ts'
export { type Locale, type LocalizationReport, localizationReport } from './strings/localization.ts'
export { type ParsedStrings, parseStrings, type Translation } from './strings/parse.ts'
export type { Translations } from './strings/translations.ts'
export { type StringsEncoding, writeStrings } from './strings/write.ts'
export { compileTemplate, type PassChanges, type PassTemplate, type TemplateInput } from './template.ts'
export { type Verification, type VerifyOptions, verifyPass } from './verify/verify-pass.ts'
