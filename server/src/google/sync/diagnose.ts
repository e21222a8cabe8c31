import type { Pass } from '../../passes/pass.ts'
import type { Db } from '../../platform/database.ts'
import { isHeld } from '../holders.ts'
import { notificationsLeft } from './announce.ts'
import { copyOfPass, type GoogleCopy } from './copy-of-pass.ts'
import { faultOf, type GoogleFault } from './faults.ts'

/** What can be said of Google's copy of a pass, each with what to do. */
export const googleFindings = {
  upToDate: {
    happened: 'Google has the present version, and brings it to the phones of its holders.',
    remedy: 'Nothing is to be done. A phone without network shows it when it has some.',
  },
  notSaved: {
    happened: 'Google has the pass, but nobody has saved it, as far as is known.',
    remedy: 'Have the link opened again and the pass saved. In demo mode, Google lets only test accounts save it.',
  },
  removed: {
    happened: 'Google has the present version, but its last known holder has removed it.',
    remedy: 'Whoever wants it again opens the link again.',
  },
  changeUnnumbered: {
    happened: 'The last change is a moment old and has no number yet.',
    remedy: 'Ask again in a second. If it stays so, no Billfold process is running on this database.',
  },
  updateWaits: {
    happened: 'An update waits for its turn: Google allows only so many requests a second.',
    remedy: 'Nothing is to be done. GET /api/campaigns/:id says how long it takes.',
  },
  updateFails: {
    happened: 'Google has failed at the update; it is tried again with growing waits.',
    remedy: 'Nothing is to be done, unless it stays so: then look at what Google says.',
  },
  refused: {
    happened: 'Google refuses the pass as it is, and keeps what it has.',
    remedy: 'Correct what Google names: the tokens of the pass, or the campaign. The next change is sent again.',
  },
  classMissing: {
    happened: 'Google does not have the campaign’s class, so it takes none of its passes.',
    remedy: 'See `google` in GET /api/campaigns/:id: publish a revision that Google takes.',
  },
  backingOff: {
    happened: 'Google does not answer, or says that it is too much. Everything waits and is caught up with afterwards.',
    remedy: 'Nothing is to be done. If it stays so, check the way from this machine to Google.',
  },
  stopped: {
    happened: 'Nothing is sent to Google with this wallet configuration, because Google refuses its credentials.',
    remedy:
      'Run `billfold wallet check`, which says what is missing. Nothing is lost: what is owed is sent afterwards.',
  },
} as const

export type GoogleFinding = keyof typeof googleFindings

export interface GoogleDiagnosis {
  readonly finding: GoogleFinding
  readonly happened: string
  readonly remedy: string
  /** What exactly: Google's words, a time. */
  readonly detail: string | null
  /** How often the pass may notify its holders still, of three times within 24 hours. */
  readonly notificationsLeft: number
}

/** Undefined for a pass that nobody has asked for at Google. */
export async function diagnoseGoogle(db: Db, pass: Pass, at: Date): Promise<GoogleDiagnosis | undefined> {
  const copy = await copyOfPass(db, pass)
  if (!copy) return undefined
  const owner = { customerId: pass.customerId, configurationId: copy.configurationId }
  const [finding, detail] = judge(pass, copy, await faultOf(db, owner))
  return { finding, ...googleFindings[finding], detail, notificationsLeft: notificationsLeft(copy.notifiedAt, at) }
}

function judge(
  pass: Pick<Pass, 'changePending'>,
  copy: GoogleCopy,
  fault: GoogleFault | undefined,
): readonly [GoogleFinding, string | null] {
  if (pass.changePending) return ['changeUnnumbered', null]
  if (copy.dueAt !== null) return judgeDue(copy, fault)
  if (copy.outcome !== 'accepted') return ['refused', copy.answer ?? copy.outcome]
  if (isHeld(copy)) return ['upToDate', copy.answer]
  return copy.removedAt ? ['removed', `Removed ${copy.removedAt.toISOString()}.`] : ['notSaved', null]
}

function judgeDue(copy: GoogleCopy, fault: GoogleFault | undefined): readonly [GoogleFinding, string | null] {
  if (fault) return [fault.kind, `${fault.reason} since ${fault.since.toISOString()}: ${fault.explanation}`]
  if (copy.classSentNumber === null && copy.classDueAt === null)
    return ['classMissing', copy.classAnswer ?? copy.classOutcome]
  const hasFailed = copy.outcome !== null && copy.outcome !== 'accepted'
  return hasFailed ? ['updateFails', copy.answer ?? copy.outcome] : ['updateWaits', null]
}
