import { type ClassOf, type ObjectOf, type Vertical, verticals } from '../verticals.ts'

/** Stands for an object that exists already. */
export interface ObjectReference {
  readonly id: string
  readonly classId?: string | undefined
}

/** What one link lets people save. Several may be of different verticals. */
export type SavePass = {
  readonly [V in Vertical]: {
    readonly vertical: V
    readonly object: ObjectOf<V> | ObjectReference
    /** Inserted with the object, if it does not exist yet. */
    readonly classResource?: ClassOf<V> | undefined
  }
}[Vertical]

/** The arrays `loyaltyClasses`, `loyaltyObjects` and so on. */
export type SavePayload = {
  readonly [V in Vertical as (typeof verticals)[V]['classes']]?: readonly ClassOf<V>[]
} & {
  readonly [V in Vertical as (typeof verticals)[V]['objects']]?: readonly (ObjectOf<V> | ObjectReference)[]
}

/** Google Wallet API, "Google Wallet API JWT". */
export interface SaveClaims {
  /** The e-mail address of the service account. */
  readonly iss: string
  readonly aud: 'google'
  readonly typ: 'savetowallet'
  /** Seconds since 1970. */
  readonly iat: number
  /** Where the JavaScript button may stand. */
  readonly origins: readonly string[]
  readonly payload: SavePayload
}

/** The claims of a save link. */
export function saveClaims(
  {
    passes,
    origins = [],
    issuer,
  }: { passes: readonly SavePass[]; origins?: readonly string[] | undefined; issuer: string },
  at: Date,
): SaveClaims {
  const payload: Record<string, object[]> = {}
  const add = (array: string, resource: object) => {
    const list = payload[array] ?? []
    // Several objects often share a class.
    if (!list.includes(resource)) payload[array] = [...list, resource]
  }
  for (const { vertical, object, classResource } of passes) {
    const { classes, objects } = verticals[vertical]
    if (classResource !== undefined) add(classes, classResource)
    add(objects, object)
  }
  const iat = Math.floor(at.getTime() / 1000)
  return { iss: issuer, aud: 'google', typ: 'savetowallet', iat, origins, payload: payload as SavePayload }
}

/** The pass by its ids alone, for a short link to what was inserted by the API before. */
export function skinny({ vertical, object: { id, classId } }: SavePass): SavePass {
  return { vertical, object: { id, ...(classId !== undefined && { classId }) } } as SavePass
}
