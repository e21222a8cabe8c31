import { type Identity, nfcIssues } from '@billfold/pkpass'
import type { AppleWarning } from '../apple/places.ts'
import { type AppleReview, reviewApple } from '../apple/review.ts'
import { type FieldError, Problem } from '../errors.ts'
import { copiesOf } from '../google/copies.ts'
import type { GoogleLoss } from '../google/loss.ts'
import { reviewGoogle, verticalErrors } from '../google/review.ts'
import { type Face, facesOf } from '../passes/content/faces.ts'
import { reviewJson } from '../passes/content/json.ts'
import {
  type CompiledRevision,
  compileRevision,
  type RevisionSource,
  reviewRevision,
} from '../passes/content/revision.ts'
import type { CampaignDeps } from './deps.ts'
import { type LossDeps, revisionLosses } from './google-losses.ts'
import type { Campaign } from './store.ts'

/** A draft as the wallets see it. */
export interface DraftReview {
  /** Why it cannot be published. */
  readonly issues: FieldError[]
  /** What is worth a look for Apple Wallet, and keeps nothing from being published. */
  readonly warnings: AppleWarning[]
  /** What Google Wallet cannot show of it, if the campaign has passes there. */
  readonly losses: GoogleLoss[]
}

/**
 * Reviews a campaign's draft, with every reason at once why it cannot be published: the revision itself, what the
 * campaign's wallets would refuse of its content, and the certificate.
 */
export async function reviewDraft(
  deps: Pick<CampaignDeps, 'identities'> & LossDeps,
  campaign: Campaign,
): Promise<DraftReview> {
  const { customerId, walletConfigurationId, googleConfigurationId, draft } = campaign
  const forGoogle = googleConfigurationId !== null
  const { issues, warnings, revision } = await reviewSource(deps, { customerId, forGoogle }, draft)
  const google = forGoogle && revision ? await besideCopies(deps, campaign, revision) : undefined
  const certificate = await certificateOf(deps, customerId, walletConfigurationId)
  const ofCertificate = revision && 'identity' in certificate ? nfcWarnings(certificate.identity, revision.source) : []
  return {
    issues: [...issues, ...(google?.issues ?? []), ...('errors' in certificate ? certificate.errors : [])],
    warnings: [...warnings, ...ofCertificate],
    losses: google?.losses ?? [],
  }
}

/** A revision beside what Google has of its campaign already. */
async function besideCopies(
  deps: LossDeps,
  { customerId, id }: Campaign,
  revision: CompiledRevision,
): Promise<Pick<DraftReview, 'issues' | 'losses'>> {
  const copies = await copiesOf(deps.core.database.db, customerId, id)
  return {
    issues: verticalErrors(revision, copies),
    losses: revisionLosses(deps, revision, copies),
  }
}

/**
 * What is wrong with the source of a revision, of whatever shape: in itself, and for the wallets, which judge the content
 * and each variant as far as they are sound.
 *
 * @param forGoogle whether the campaign has passes in Google Wallet too
 * @returns besides, the revision compiled if it is fit in itself
 */
export async function reviewSource(
  deps: Pick<CampaignDeps, 'core'>,
  { customerId, forGoogle }: { customerId: string; forGoogle: boolean },
  source: unknown,
): Promise<Pick<DraftReview, 'issues' | 'warnings'> & { revision: CompiledRevision | undefined }> {
  const unsafe = reviewJson(source)
  if (unsafe.length > 0) return { issues: unsafe, warnings: [], revision: undefined }
  const ofRevision = reviewRevision(source)
  const revision = ofRevision.length === 0 ? compileRevision(source as RevisionSource) : undefined
  const ofGoogle = forGoogle ? reviewGoogle(source, revision) : []
  const { errors, warnings } = await appleReview(deps, customerId, source)
  return { issues: [...ofRevision, ...errors, ...ofGoogle], warnings, revision }
}

async function appleReview(
  deps: Pick<CampaignDeps, 'core'>,
  customerId: string,
  source: unknown,
): Promise<AppleReview> {
  const [base, ...variants] = facesOf(source)
  const judge = ({ content, issues: known }: Face) => reviewApple(deps, { customerId, content, known })
  const [ofBase, ...ofVariants] = await Promise.all([judge(base), ...variants.map(judge)])
  const together = <Found extends FieldError>(foundIn: (review: AppleReview) => Found[]): Found[] => {
    const said = new Set(foundIn(ofBase).map(identity))
    const ownOfVariants = ofVariants.flatMap((review, index) =>
      foundIn(review)
        .filter((found) => !said.has(identity(found)))
        .map((found) => ({ ...found, path: variants[index]!.placeOf(found.path.slice('/content'.length)) })),
    )
    return [...foundIn(ofBase), ...ownOfVariants]
  }
  return { errors: together(({ errors }) => errors), warnings: together(({ warnings }) => warnings) }
}

const identity = (error: FieldError) => `${error.code} ${error.path} ${error.message}`

async function certificateOf(
  { identities }: Pick<CampaignDeps, 'identities'>,
  customerId: string,
  walletConfigurationId: string,
): Promise<{ identity: Identity } | { errors: FieldError[] }> {
  try {
    return { identity: await identities.byConfiguration(customerId, walletConfigurationId) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const fix = error.hint ?? 'Renew the certificate.'
    return { errors: [{ path: '/walletConfigurationId', code: 'certificate_unusable', message: error.message, fix }] }
  }
}

/** Where the content asks for NFC first, if the certificate is not for that. */
function nfcWarnings({ certificate }: Identity, source: RevisionSource): AppleWarning[] {
  const face = facesOf(source).find(({ content }) => content.apple?.nfc !== undefined)
  if (face === undefined) return []
  return nfcIssues(certificate, { nfc: face.content.apple?.nfc }, []).map(({ code, message, fix, doubt }) => ({
    path: face.placeOf('/apple/nfc'),
    code: code.toLowerCase(),
    message,
    fix,
    ...(doubt !== undefined && { doubt }),
  }))
}
