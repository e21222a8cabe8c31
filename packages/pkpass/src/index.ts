export { bundlePasses, type PassBundle, readBundle } from './bundle.ts'
export {
  type CompareOptions,
  comparePasses,
  type FieldChange,
  type LockScreen,
  type PassComparison,
} from './compare/compare-passes.ts'
export { formatValue, type Viewing } from './compare/format-value.ts'
export { type Issue, PassError, type PassErrorCode } from './errors.ts'
export type { FileSource, Files } from './files.ts'
export {
  type CertificateRequest,
  type CertificateRequestInput,
  createCertificateRequest,
} from './identity/certificate-request.ts'
export { type Expiry, expiryOf } from './identity/expiry.ts'
export { type Identity, type IdentityInput, loadIdentity } from './identity/load-identity.ts'
export { nfcIssues } from './identity/nfc.ts'
export type { Signer } from './identity/signer.ts'
export { checkImageSource } from './images/check-source.ts'
export { type ImageFormat, type ImageHeader, type NoImage, readImageHeader } from './images/header.ts'
export { type ImagePlan, type ImageRendition, imagePlan } from './images/plan.ts'
export { type ImageBox, type ImageSlot, type ImageStyle, imageBoxes, imageSinceIos } from './images/slots.ts'
export { type ImportedPass, importPass, type PassIdentity, type PassSource } from './import/import-pass.ts'
export { zipSource } from './import/zip-source.ts'
export { type IssueCode, issueCodes } from './issue-codes.ts'
export { lintFiles, lintJson, lintPackage, type PackageLint } from './lint/lint-package.ts'
export { lintPass } from './lint/lint-pass.ts'
export { type MissingRequirement, type SchemeReport, schemeReport } from './lint/scheme-report.ts'
export type { LintContext } from './lint/subject.ts'
export type { PassFile } from './pass-file.ts'
export { normalisePass } from './pass-json/normalise-pass.ts'
export type * from './pass-json/types.ts'
export { isPersonalizationToken, signPersonalizationToken } from './personalization/sign-token.ts'
export { type OpenedPackage, openPackage, type PassContents, type ReadLimits, readPass } from './read.ts'
export type { ServedFile } from './served-file.ts'
export { type Locale, type LocalizationReport, localizationReport } from './strings/localization.ts'
export { type ParsedStrings, parseStrings, type Translation } from './strings/parse.ts'
export { translatePass } from './strings/translate-pass.ts'
export type { Translations } from './strings/translations.ts'
export { type StringsEncoding, writeStrings } from './strings/write.ts'
export { compileTemplate, type PassChanges, type PassTemplate, type TemplateInput } from './template.ts'
export {
  type SignatureVerification,
  type SignatureVerifyOptions,
  verifyDetachedSignature,
} from './verify/verify-detached-signature.ts'
export { type Verification, type VerifyOptions, verifyPass } from './verify/verify-pass.ts'
export type { SignatureVerdict } from './verify/verify-seal.ts'
