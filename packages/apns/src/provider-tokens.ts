/** Provider tokens: Apple, "Establishing a token-based connection to APNs". */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { type Problem, refuseProblems } from './errors.ts'

export interface ProviderTokenOptions {
  /** Ten characters, from the developer account. */
  readonly teamId: string
  /** Ten characters, the identifier of the key. */
  readonly keyId: string
  /** The content of the downloaded .p8 file. */
  readonly privateKey: string
  readonly clock?: { now(): Date } | undefined
}

/**
 * The provider token of one key. All clients that push with the key must share one of these: APNs refuses a key whose
 * tokens change more than once in 20 minutes.
 */
export interface ProviderTokens {
  /** The value of the header `authorization`. It is the same for 45 minutes. */
  authorization(): string
  /**
   * After APNs has called `stale` expired: true if another one is to be used now, made just now or by another client's
   * call; false if the newest one is less than 20 minutes old and a renewal would be refused.
   */
  renew(stale: string): boolean
}

const minuteMs = 60_000
/** APNs takes a token for 60 minutes. */
const renewedAfterMs = 45 * minuteMs
const earliestRenewalMs = 20 * minuteMs

/** @throws ApnsError `OPTIONS_REFUSED` */
export function openProviderTokens(options: ProviderTokenOptions): ProviderTokens {
  const { teamId, keyId, clock = { now: () => new Date() } } = options
  const problems: Problem[] = []
  for (const [option, value] of Object.entries({ teamId, keyId })) {
    if (!/^[A-Z0-9]{10}$/.test(value)) {
      const fix = 'Copy the ten capital letters and digits from the developer account.'
      problems.push({ option, message: `${JSON.stringify(value)} is no identifier of Apple.`, fix })
    }
  }
  const key = readKey(options.privateKey, problems)
  refuseProblems(problems)

  let madeAtMs = Number.NEGATIVE_INFINITY
  let authorization = ''
  const ageMs = () => clock.now().getTime() - madeAtMs
  const make = () => {
    madeAtMs = clock.now().getTime()
    authorization = `bearer ${providerToken(key!, teamId, keyId, madeAtMs)}`
  }
  return {
    authorization() {
      // An age below zero: the clock was set back, and APNs refuses tokens from the future.
      if (ageMs() >= renewedAfterMs || ageMs() < 0) make()
      return authorization
    },
    renew(stale) {
      if (stale !== authorization) return true
      if (ageMs() < earliestRenewalMs) return false
      make()
      return true
    },
  }
}

function readKey(pem: string, problems: Problem[]): KeyObject | undefined {
  const fix = 'Give the content of the AuthKey_….p8 file that was downloaded with the key.'
  const refuse = (message: string): undefined => void problems.push({ option: 'privateKey', message, fix })
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : refuse('It is no key on the curve P-256.')
  } catch {
    return refuse('It cannot be read as a private key in PEM.')
  }
}

/** RFC 7515 with ES256 (RFC 7518 §3.4); signing one takes well under a millisecond, so it is done on the spot. */
function providerToken(key: KeyObject, teamId: string, keyId: string, atMs: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'ES256', kid: keyId })}.${part({ iss: teamId, iat: Math.floor(atMs / 1000) })}`
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}
