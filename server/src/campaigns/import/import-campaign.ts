import { type ImportedPass, importPass, PassError } from '@billfold/pkpass'
import type { ImageWorker } from '../../assets/image-worker.ts'
import { putAsset } from '../../assets/put-asset.ts'
import { Problem } from '../../errors.ts'
import { invalidRequest } from '../../platform/request-validator.ts'
import { namedConfiguration } from '../configurations.ts'
import { createCampaign } from '../create-campaign.ts'
import type { CampaignDeps } from '../deps.ts'
import { type DraftReview, reviewDraft } from '../review-draft.ts'
import type { Campaign } from '../store.ts'
import { draftOfPass } from './draft-of-pass.ts'
import { enrolmentFile, enrolmentOfPass } from './enrolment-of-pass.ts'
import { type Finding, findingOf } from './finding.ts'
import { imagesOfPass } from './images-of-pass.ts'
import { passInLanguage } from './language-of-pass.ts'
import { storablePass } from './storable-pass.ts'

export interface ImportDeps extends CampaignDeps {
  readonly imageWorker: ImageWorker
}

export interface ImportInput {
  readonly customerId: string
  readonly walletConfigurationId: string
  /** What the pass says it is if absent. */
  readonly name?: string | undefined
  readonly language?: string | undefined
}

export interface ImportedCampaign {
  readonly campaign: Campaign
  readonly review: DraftReview
  /** What was wrong with the file, and what of it the campaign does not keep. */
  readonly findings: readonly Finding[]
}

const longestName = 100

/**
 * Makes a campaign's draft of a `.pkpass` file or a zipped `.pkpasstemplate`; its images become assets.
 *
 * @throws Problem `pass_unreadable` when there is no pass.json in it, or what `createCampaign` refuses
 */
export async function importCampaign(
  deps: ImportDeps,
  file: Uint8Array,
  { customerId, walletConfigurationId, name, language: wanted }: ImportInput,
): Promise<ImportedCampaign> {
  const imported = open(file)
  // Before its images are kept.
  const { faults } = await namedConfiguration(deps.core.database.db, 'apple', customerId, walletConfigurationId, [])
  if (faults.length > 0) throw invalidRequest(faults)
  const { pass: inLanguage, language, findings: ofLanguage } = passInLanguage(imported, wanted)
  const { pass, findings: ofStorage } = storablePass(inLanguage)
  const form = enrolmentOfPass(imported, wanted)
  const { [enrolmentFile]: _, ...others } = imported.files
  const { images, findings: ofFiles } = imagesOfPass(form ? others : imported.files, language)
  const { ids, findings: ofImages } = await keepImages(deps, customerId, images)
  const { kind, content, findings: ofContent } = draftOfPass(pass, ids, language)
  const draft = form ? { content: { ...content, enrolment: form.enrolment }, tokens: [...form.tokens] } : { content }
  const named = { name: name ?? nameOf(content), kind, draft }
  const campaign = await createCampaign(deps, { customerId, walletConfigurationId, ...named }, [])
  return {
    campaign,
    findings: [...imported.issues.map(findingOf), ...ofLanguage, ...ofStorage, ...ofFiles, ...ofImages, ...ofContent],
    review: await reviewDraft(deps, campaign),
  }
}

function open(file: Uint8Array): ImportedPass {
  try {
    return importPass(file)
  } catch (error) {
    if (!(error instanceof PassError)) throw error
    const errors = error.issues.map(findingOf)
    throw new Problem('pass_unreadable', 'The body is no pass that can be read.', { errors, cause: error })
  }
}

async function keepImages(
  { core, imageWorker }: ImportDeps,
  customerId: string,
  images: ReadonlyMap<string, Uint8Array>,
): Promise<{ ids: Record<string, string>; findings: Finding[] }> {
  const writer = { db: core.database.db, clock: core.clock, imageWorker }
  const ids: Record<string, string> = {}
  const findings: Finding[] = []
  for (const [role, bytes] of images) {
    try {
      ids[role] = (await putAsset(writer, customerId, bytes)).asset.id
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const fix = 'Put another image at /api/assets, and name it in the content.'
      findings.push({ path: `${role}.png`, code: error.code, message: error.message, fix })
    }
  }
  return { ids, findings }
}

function nameOf({ title }: { readonly title?: unknown }): string {
  const text = typeof title === 'string' ? title.replace(/\p{C}/gu, ' ').trim() : ''
  return text.slice(0, longestName) || 'Imported pass'
}
