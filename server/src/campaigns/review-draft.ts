import { reviewApple } from '../apple/review.ts'
import { type FieldError, Problem } from '../errors.ts'
import { type Face, facesOf } from '../passes/content/faces.ts'
import { reviewJson } from '../passes/content/json.ts'
import { reviewRevision } from '../passes/content/revision.ts'
import type { CampaignDeps } from './deps.ts'
import type { Campaign } from './store.ts'

/**
 * Why a campaign's draft cannot be published, every reason at once: the revision itself, what Apple would refuse of its
 * content, and the certificate.
 */
export async function reviewDraft(
  deps: Pick<CampaignDeps, 'core' | 'identities'>,
  { customerId, walletConfigurationId, draft }: Pick<Campaign, 'customerId' | 'walletConfigurationId' | 'draft'>,
): Promise<FieldError[]> {
  return [
    ...(await reviewSource(deps, customerId, draft)),
    ...(await certificateErrors(deps, customerId, walletConfigurationId)),
  ]
}

/**
 * What is wrong with the source of a revision, of whatever shape: in itself, and for Apple, which judges the content and
 * each variant as far as they are sound.
 */
export async function reviewSource(
  deps: Pick<CampaignDeps, 'core'>,
  customerId: string,
  source: unknown,
): Promise<FieldError[]> {
  const unsafe = reviewJson(source)
  if (unsafe.length > 0) return unsafe
  const [base, ...variants] = facesOf(source)
  const judge = ({ content, issues: known }: Face) => reviewApple(deps, { customerId, content, known })
  const [ofBase, ...ofVariants] = await Promise.all([judge(base), ...variants.map(judge)])
  const said = new Set(ofBase.map(identity))
  const ownOfVariants = variants.flatMap(({ placeOf }, index) =>
    (ofVariants[index] ?? [])
      .filter((error) => !said.has(identity(error)))
      .map((error) => ({ ...error, path: placeOf(error.path.slice('/content'.length)) })),
  )
  return [...reviewRevision(source), ...ofBase, ...ownOfVariants]
}

const identity = (error: FieldError) => `${error.code} ${error.path} ${error.message}`

async function certificateErrors(
  { identities }: Pick<CampaignDeps, 'identities'>,
  customerId: string,
  walletConfigurationId: string,
): Promise<FieldError[]> {
  try {
    await identities.byConfiguration(customerId, walletConfigurationId)
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const fix = error.hint ?? 'Renew the certificate.'
    return [{ path: '/walletConfigurationId', code: 'certificate_unusable', message: error.message, fix }]
  }
}
