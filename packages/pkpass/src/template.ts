import { hash } from 'node:crypto'
import { requireBytes, requireObject } from './arguments.ts'
import { detachedSigner } from './cms/signed-data.ts'
import { type Issue, issueOf, PassError, type PassErrorCode, refuseErrors } from './errors.ts'
import { checkTemplateFiles, type Files } from './files.ts'
import { identityValidityIssues } from './identity/certificate-checks.ts'
import type { Identity } from './identity/load-identity.ts'
import { nfcIssues } from './identity/nfc.ts'
import { imageIssues } from './images/check-files.ts'
import { lintParts, lintPass } from './lint/lint-pass.ts'
import { readPersonalization } from './lint/personalization-file.ts'
import { createPassFile, type PassFile } from './pass-file.ts'
import type { PassJson } from './pass-json/types.ts'
import { localizationReport } from './strings/localization.ts'
import { givenTwiceIssues, stringsFiles, type Translations } from './strings/translations.ts'
import { finishArchive, startArchive } from './zip/write.ts'

export interface TemplateInput {
  readonly identity: Identity
  /** What all passes have in common. formatVersion and the two identifiers come from the identity if left out. */
  readonly pass: PassJson
  readonly files: Files
  /** Texts by language, by the key that stands for them in pass.json: `{ de: { Balance: 'Guthaben' } }`. */
  readonly translations?: Translations | undefined
}

export interface PassTemplate {
  /** What does not keep passes from working but is worth a look: of the files and of the common pass.json. */
  readonly warnings: readonly Issue[]
  /**
   * Builds and signs one pass. The top-level keys of `pass` replace those of the template; `undefined` removes a key.
   * The signing time is now unless given. Throws a PassError with all problems of the resulting pass.json, or if the
   * certificate is not valid at the signing time.
   */
  issue(pass: PassChanges, options?: { readonly signingTime?: Date | undefined }): Promise<PassFile>
}

/** Top-level keys of one pass. */
export type PassChanges = { readonly [Key in keyof PassJson]?: PassJson[Key] | undefined }

/**
 * Checks, hashes and lays out once what many passes share: all files but pass.json, manifest.json and signature.
 * Throws a PassError with all problems; keys that are missing in the common pass.json may still come with each pass.
 */
export function compileTemplate(template: TemplateInput): PassTemplate {
  requireTemplate(template)
  const { identity, pass, translations = {}, ...input } = template
  const { passTypeIdentifier, teamIdentifier } = identity
  const files = { ...input.files, ...stringsFiles(translations) }
  const issues: Issue[] = []
  const personalization = readPersonalization(files, issues)
  const context = {
    passTypeIdentifier,
    teamIdentifier,
    files: Object.keys(files),
    ...(personalization !== undefined && { personalization }),
  }
  const common: PassJson = { formatVersion: 1, passTypeIdentifier, teamIdentifier, ...pass }
  // A copy, so that what the caller does with the input later changes no pass.
  const base: PassJson = JSON.parse(encodePass('TEMPLATE_REFUSED', common))
  issues.push(
    ...givenTwiceIssues(input.files, translations),
    ...checkTemplateFiles(files),
    ...imageIssues(files, base),
    ...lintParts(common, context),
    ...localizationReport(files, base).issues,
    ...nfcIssues(identity.certificate, common, context.files),
  )
  refuseErrors('TEMPLATE_REFUSED', issues)

  const members = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
  const archiveStart = startArchive(members)
  const manifestStart = `{${members.map(([name, bytes]) => `${JSON.stringify(name)}:"${hash('sha1', bytes)}",`).join('')}`
  const signDetached = detachedSigner(identity)

  return {
    warnings: issues,
    async issue(own, { signingTime = new Date() } = {}) {
      const merged = { ...base, ...own } as PassJson
      refuseErrors('PASS_REFUSED', [...lintPass(merged, context), ...identityValidityIssues(identity, signingTime)])

      const passJson = Buffer.from(encodePass('PASS_REFUSED', merged))
      const manifest = Buffer.from(`${manifestStart}"pass.json":"${hash('sha1', passJson)}"}`)
      const messageDigest = hash('sha256', manifest, 'buffer')
      const signature = await signDetached(messageDigest, signingTime)
      const archiveEnd = finishArchive(archiveStart, [
        ['pass.json', passJson],
        ['manifest.json', manifest],
        ['signature', signature],
      ])
      return createPassFile(String(merged.serialNumber), messageDigest.toString('hex'), [
        archiveStart.members,
        archiveEnd,
      ])
    },
  }
}

/** @throws TypeError for what is no template, TypeScript or not */
function requireTemplate(template: TemplateInput): void {
  requireObject(template, 'The template')
  requireObject(template.pass, 'pass')
  requireObject(template.files, 'files')
  for (const [name, bytes] of Object.entries(template.files)) requireBytes(bytes, `files[${JSON.stringify(name)}]`)
  if (template.identity?.signer === undefined) throw new TypeError('identity must be what loadIdentity gives.')
}

function encodePass(refusal: PassErrorCode, pass: PassJson): string {
  try {
    return JSON.stringify(pass)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const fix = 'Give plain JSON values only.'
    const issue = issueOf('NOT_JSON', 'pass.json', `The pass cannot be written as JSON: ${reason}.`, fix)
    throw new PassError(refusal, [issue], { cause })
  }
}
