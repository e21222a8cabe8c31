import type pg from 'pg'
import type { Pass } from '../../passes/pass.ts'
import type { Db } from '../../platform/database.ts'
import { faultOf, type PushFault } from './faults.ts'
import { type DeviceFacts, factsOfDevices, linesOfPhones, type PhoneLine } from './story-of-pass.ts'

/** What can be said of a phone's copy, from what is best to what is worst, each with what to do. */
export const findings = {
  upToDate: {
    happened: 'The device has the present version.',
    remedy: 'Nothing is to be done.',
  },
  probablyUpToDate: {
    happened: 'The present version was fetched, but not certainly by this device.',
    remedy: 'Look at the phone, or wait until it asks for changes again: then it is certain.',
  },
  changeUnnumbered: {
    happened: 'The last change is a moment old and has no number yet.',
    remedy:
      'Ask again in a second. If it stays so, no Billfold process is running on this database, or the database is in trouble.',
  },
  pushWaits: {
    happened:
      'A push is due soon: changes within ten seconds are joined, and phones that registered just now ask by themselves.',
    remedy: 'Ask again in ten seconds.',
  },
  pushNotSent: {
    happened: 'The device does not know of the present version, and no push is on its way.',
    remedy: 'Look at the log output. The next change of the pass is pushed anew.',
  },
  pushFails: {
    happened: 'APNs has not accepted the last push; it is tried again with growing waits.',
    remedy:
      'Nothing is to be done if APNs has a moment of trouble. If it stays so, check the way from this machine to APNs.',
  },
  tokenRefused: {
    happened: 'APNs does not know the push token of this device.',
    remedy: 'Have the pass removed from the phone and added again, which registers a new token.',
  },
  pushesStopped: {
    happened: 'All pushes of this pass type have stopped, because APNs refuses its sender.',
    remedy:
      'Renew or replace the certificate: `billfold wallet add`. Nothing is lost: what is owed is pushed afterwards.',
  },
  notListed: {
    happened: 'APNs accepted a push, but the device has not asked what changed since.',
    remedy:
      'The phone may be off or without network. Else turn Automatic Updates off and on again on the back of the pass; phones stop updating a pass ' +
      'that changes too often. Pulling down on the back of the pass asks at once.',
  },
  notFetched: {
    happened: 'The device knows of the present version, but nobody has fetched it.',
    remedy:
      'Have the back of the pass pulled down, which fetches it. If that fails, look at the lines that the phone logs.',
  },
  tokenRejected: {
    happened: 'The device knows of the present version, but says that it was refused with "Authentication failure".',
    remedy:
      'A proxy may take the `Authorization` header away: pass it on. Else have the pass added again from its link.',
  },
} as const

export type Finding = keyof typeof findings

export interface DeviceDiagnosis {
  readonly device: string
  readonly finding: Finding
  readonly happened: string
  readonly remedy: string
  /** What exactly: a reason of APNs, a time. */
  readonly detail: string | null
}

export interface PhonesDiagnosis {
  readonly summary: string
  readonly devices: readonly DeviceDiagnosis[]
}

export async function diagnosePhones(deps: { db: Db; pool: pg.Pool }, pass: Pass): Promise<PhonesDiagnosis> {
  const [devices, lines, fault] = await Promise.all([
    factsOfDevices(deps.pool, pass),
    linesOfPhones(deps.pool, pass),
    faultOf(deps.db, pass.passTypeId),
  ])
  return diagnose(pass, devices, lines, fault)
}

/** Why a pass's phones show what they show, in words. */
export function diagnose(
  pass: Pick<Pass, 'version' | 'changePending' | 'firstInstalledAt'>,
  devices: readonly DeviceFacts[],
  lines: readonly PhoneLine[],
  fault: PushFault | undefined,
): PhonesDiagnosis {
  const found = devices.map((facts): DeviceDiagnosis => {
    const [finding, detail] = judge(pass, facts, lines, fault)
    return { device: facts.device, finding, ...findings[finding], detail }
  })
  return { summary: summaryOf(pass, found), devices: found }
}

function summaryOf({ firstInstalledAt }: Pick<Pass, 'firstInstalledAt'>, devices: readonly DeviceDiagnosis[]): string {
  if (devices.length === 0)
    return firstInstalledAt === null
      ? 'No phone has registered for this pass: it was never added, or the phone cannot reach this server. Check the base URL (https, public), and add the pass again.'
      : 'No phone is registered for this pass any more: it was removed, or its push token has died. Whoever still sees it adds it again from its link.'
  const behind = devices.filter(({ finding }) => !['upToDate', 'probablyUpToDate'].includes(finding)).length
  const all = `${devices.length} ${devices.length === 1 ? 'device is' : 'devices are'} registered`
  return behind === 0 ? `${all}, and up to date.` : `${all}; ${behind} may not show the present version.`
}

function judge(
  pass: Pick<Pass, 'version' | 'changePending'>,
  facts: DeviceFacts,
  lines: readonly PhoneLine[],
  fault: PushFault | undefined,
): readonly [Finding, string | null] {
  if (pass.changePending) return ['changeUnnumbered', null]
  if (pass.version === 0) return ['upToDate', 'The pass has not changed since it was made.']
  if ((facts.fetchedVersion ?? -1) >= pass.version)
    return facts.fetchedHow === 'certain'
      ? ['upToDate', null]
      : ['probablyUpToDate', facts.fetchedHow === 'inferred' ? 'Its network address suggests it.' : null]
  if ((facts.listedNumber ?? -1) >= pass.version) return judgeFetch(facts, lines)
  if (fault) return ['pushesStopped', `${fault.reason} since ${fault.since.toISOString()}: ${fault.explanation}`]
  return judgePush(pass, facts)
}

function judgeFetch({ device, listedAt }: DeviceFacts, lines: readonly PhoneLine[]): readonly [Finding, string | null] {
  const refused = lines.find((line) => line.device === device && line.line.includes('Authentication failure'))
  if (refused) return ['tokenRejected', `Logged ${refused.at.toISOString()}.`]
  return ['notFetched', listedAt && `It asked ${listedAt.toISOString()}.`]
}

const badTokens = ['BadDeviceToken', 'DeviceTokenNotForTopic']

function judgePush({ version }: Pick<Pass, 'version'>, facts: DeviceFacts): readonly [Finding, string | null] {
  const { outcome, wantedNumber, dueAt, pushedAt, pushedNumber, walks } = facts
  const concerned = (wantedNumber ?? -1) >= version
  if (concerned && outcome !== null && badTokens.includes(outcome)) return ['tokenRefused', outcome]
  if (concerned && outcome !== null && outcome !== 'delivered' && dueAt)
    return ['pushFails', `${outcome}; again ${dueAt.toISOString()}.`]
  const walk = walks.findLast(({ number }) => number >= version)
  const lastPush = pushedAt && (pushedNumber ?? -1) >= version ? pushedAt : walk?.pushedAt
  if (lastPush) return ['notListed', `Pushed ${lastPush.toISOString()}.`]
  return concerned && dueAt ? ['pushWaits', `Due ${dueAt.toISOString()}.`] : ['pushNotSent', null]
}
