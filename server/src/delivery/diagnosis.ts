import type pg from 'pg'
import { type DeviceDiagnosis, diagnosePhones } from '../apple/push/diagnose.ts'
import { diagnoseGoogle, type GoogleDiagnosis } from '../google/sync/diagnose.ts'
import type { Pass } from '../passes/pass.ts'
import type { Db } from '../platform/database.ts'

export interface Diagnosis {
  /** The present version. */
  readonly version: number
  readonly summary: string
  /** Phones with Apple Wallet. */
  readonly devices: readonly DeviceDiagnosis[]
  /** Google's copy; null if nobody has asked for the pass there. */
  readonly google: GoogleDiagnosis | null
}

/** Why the holders of a pass see what they see, in words. */
export async function diagnosePass(deps: { db: Db; pool: pg.Pool }, pass: Pass, at: Date): Promise<Diagnosis> {
  const [phones, google] = await Promise.all([diagnosePhones(deps, pass), diagnoseGoogle(deps.db, pass, at)])
  // Who has it in Google Wallet has no use for hearing that no iPhone has it.
  const ofPhones = google && phones.devices.length === 0 ? [] : [phones.summary]
  const ofGoogle = google ? [`Google Wallet: ${google.happened}`] : []
  return {
    version: pass.version,
    summary: [...ofPhones, ...ofGoogle].join(' '),
    devices: phones.devices,
    google: google ?? null,
  }
}
