import { reviewApple } from '../apple/review.ts'
import { type FieldError, Problem } from '../errors.ts'
import type { PassContent } from '../passes/content/content.ts'
import { contentOf } from '../passes/content/content-of.ts'
import { isJsonObject } from '../passes/content/json.ts'
import { compileRevision, type RevisionSource, reviewRevision } from '../passes/content/revision.ts'
import { patchedContent } from '../passes/content/revision-source.ts'
import type { CampaignDeps } from './deps.ts'
import type { DraftSource } from './draft.ts'
import { stateOfSamples } from './samples.ts'
import type { Campaign } from './store.ts'

/**
 * Why a campaign's draft cannot be published, every reason at once: the revision itself, what Apple would refuse of its
 * content and of each variant, and the certificate.
 */
export async function reviewDraft(
  deps: Pick<CampaignDeps, 'core' | 'identities'>,
  { customerId, walletConfigurationId, draft }: Campaign,
): Promise<FieldError[]> {
  const issues = reviewRevision(draft)
  const faces = issues.length === 0 ? renderings(draft as RevisionSource, deps.core.clock.now()) : imagesAlone(draft)
  const judged = await Promise.all(faces.map((content) => reviewApple(deps, { customerId, content })))
  const [base = [], ...variants] = judged
  const known = new Set(base.map(identity))
  const ofVariants = variants.flatMap((errors, index) =>
    errors
      .filter((error) => !known.has(identity(error)))
      .map((error) => ({ ...error, path: `/variants/${index}${error.path}` })),
  )
  return [...issues, ...base, ...ofVariants, ...(await certificateErrors(deps, customerId, walletConfigurationId))]
}

const identity = (error: FieldError) => `${error.code} ${error.path} ${error.message}`

/** The content as it is before any variant, then with each of them, filled with the tokens' samples. */
function renderings(source: RevisionSource, at: Date): PassContent[] {
  const state = stateOfSamples(source.tokens, { facts: { installedAt: at.toISOString() } })
  return [[], ...source.variants.map((_, index) => [index])].map((active) => {
    const content = patchedContent(source, active) as RevisionSource['content']
    return contentOf(compileRevision({ kind: source.kind, tokens: source.tokens, content, variants: [] }), state, at)
  })
}

/** Of content that cannot be rendered, the images can be judged all the same, so that nobody is told of them later. */
function imagesAlone({ kind, content, variants }: DraftSource): PassContent[] {
  const fields = { header: [], primary: [], secondary: [], auxiliary: [], back: [] }
  const texts = { issuerName: '–', title: '–', description: '–' }
  const base = imageIds(content)
  return [content, ...variants.map((variant) => (isJsonObject(variant) ? variant.content : undefined))].map((part) => ({
    kind,
    ...texts,
    voided: false,
    fields,
    images: { ...base, ...imageIds(part) },
  }))
}

function imageIds(content: unknown): Record<string, string> {
  const images = isJsonObject(content) && isJsonObject(content.images) ? content.images : {}
  const ids = Object.entries(images).filter((entry): entry is [string, string] =>
    /^[0-9a-f]{64}$/.test(String(entry[1])),
  )
  return Object.fromEntries(ids)
}

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
