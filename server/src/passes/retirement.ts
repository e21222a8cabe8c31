import type { PassContent } from './content/content.ts'
import type { RevisionSource } from './content/revision.ts'

/** How long a pass that is over still gets updates: it may be restored, or its date may move. */
const restMs = 30 * 86_400_000

/**
 * When a pass retires that has expired or is void, or will expire: from then on it is given out without a web service,
 * so that phones stop asking for it. Undefined for one that never ends.
 */
export function retiresAt(content: Pick<PassContent, 'validity'>, voidedAt: Date | null): Date | undefined {
  const { until } = content.validity ?? {}
  const endsMs = Math.min(until === undefined ? Infinity : Date.parse(until), voidedAt?.getTime() ?? Infinity)
  return Number.isFinite(endsMs) ? new Date(endsMs + restMs) : undefined
}

export function isRetired(content: Pick<PassContent, 'validity'>, voidedAt: Date | null, at: Date): boolean {
  const retires = retiresAt(content, voidedAt)
  return retires !== undefined && retires <= at
}

/**
 * When all passes of a campaign retire that are neither void nor changed by a variant: undefined if it has no end, or
 * each pass its own, made from its tokens.
 */
export function campaignRetiresAt({ content }: RevisionSource): Date | undefined {
  const { until } = content.validity ?? {}
  return until === undefined || hasOwnExpiry({ content }) ? undefined : retiresAt({ validity: { until } }, null)
}

/** Whether each pass of a revision may expire at another time. */
export function hasOwnExpiry({ content }: Pick<RevisionSource, 'content'>): boolean {
  return content.validity?.until?.includes('{') ?? false
}
