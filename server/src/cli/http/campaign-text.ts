import type { Static } from 'typebox'
import type {
  CampaignAnswer as CampaignAnswerSchema,
  CampaignSummary as CampaignSummarySchema,
  DraftAnswer as DraftAnswerSchema,
} from '../../campaigns/schema.ts'
import type { FieldError } from '../../errors.ts'
import { classStates } from '../../google/sync/class-states.ts'
import { count, facts, placeLine, plain, type Style } from '../output.ts'

export type CampaignSummary = Static<typeof CampaignSummarySchema>
export type CampaignAnswer = Static<typeof CampaignAnswerSchema>
export type DraftAnswer = Static<typeof DraftAnswerSchema>
export type GoogleLosses = CampaignAnswer['losses']

/** One campaign, for people, with what there is to say of its draft. */
export function campaignText(campaign: CampaignAnswer, style: Style): string {
  return [
    facts(
      [
        ['Campaign', campaign.id],
        ['Name', campaign.name],
        ['Kind', campaign.kind],
        ['State', campaign.state],
        ['Revision', campaign.revision ?? 'none yet'],
        ['Draft', draftText(campaign)],
        ['Edited', campaign.draftEditedAt],
        ['Pass type', campaign.passTypeId],
        ['Apple Wallet', campaign.walletConfigurationId],
        ['Google Wallet', campaign.googleConfigurationId ?? 'no passes'],
        ...googleFacts(campaign),
      ],
      style,
    ),
    ...(campaign.draftDiffers || campaign.issues.length > 0 ? ['', ...issueLines(campaign.issues, style)] : []),
    ...warningLines(campaign.warnings, style),
    ...lossLines(campaign.losses, style),
  ].join('\n')
}

function draftText({ revision, draftDiffers }: CampaignAnswer): string {
  if (revision === null) return 'not published yet'
  return draftDiffers ? 'differs from the revision in force' : 'is the revision in force'
}

function googleFacts({ google }: CampaignAnswer): readonly (readonly [name: string, value: string | undefined])[] {
  if (!google) return []
  const { classId, state, revision, answer, passes, waiting, etaSeconds, fault } = google
  const until = etaSeconds === null ? 'until somebody acts' : `about ${durationText(etaSeconds)}`
  return [
    ['Google class', classId],
    ['Google state', `${classStates[state]}${revision === null ? '' : ` Google has revision ${revision}.`}`],
    ['Google passes', waiting === 0 ? String(passes) : `${passes}, ${waiting} not up to date yet: ${until}`],
    ['Google says', answer ?? undefined],
    ['Google fault', fault ? `${fault.explanation} (since ${fault.since}, again at ${fault.retryAt})` : undefined],
  ]
}

/** Whole minutes or hours where seconds would only look exact. */
function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}

/** What Google Wallet cannot show; nothing where that is nothing. */
export function lossLines(losses: GoogleLosses, style: Style): string[] {
  if (losses.length === 0) return []
  const head = `Google Wallet cannot show all of it: ${count(losses.length, 'loss', 'losses')}.`
  return ['', style.yellow(head), ...losses.map((loss) => placeLine(loss, style))]
}

/** What is worth a look for Apple Wallet; nothing where that is nothing. */
export function warningLines(warnings: DraftAnswer['warnings'], style: Style): string[] {
  if (warnings.length === 0) return []
  const head = `Worth a look, for Apple Wallet: ${count(warnings.length, 'warning')}.`
  const lines = warnings.flatMap((warning) => [
    placeLine(warning, style),
    ...(warning.doubt === undefined ? [] : [style.dim(`    Only a phone can tell: ${plain(warning.doubt)}`)]),
  ])
  return ['', style.yellow(head), ...lines]
}

/** What keeps a draft from being published. */
export function issueLines(issues: readonly FieldError[], style: Style): string[] {
  if (issues.length === 0) return ['It is fit to be published.']
  const head = `It is not fit to be published yet: ${count(issues.length, 'problem')}.`
  return [style.yellow(head), ...issues.map((issue) => placeLine(issue, style))]
}
