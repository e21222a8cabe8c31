import type pg from 'pg'
import { type DeviceDiagnosis, diagnosePhones } from '../apple/push/diagnose.ts'
import type { Pass } from '../passes/pass.ts'
import type { Db } from '../platform/database.ts'

export interface Diagnosis {
  /** The present version. */
  readonly version: number
  readonly summary: string
  readonly devices: readonly DeviceDiagnosis[]
}

/** Why the holders of a pass see what they see, in words. */
export async function diagnosePass(deps: { db: Db; pool: pg.Pool }, pass: Pass): Promise<Diagnosis> {
  return { version: pass.version, ...(await diagnosePhones(deps, pass)) }
}
