import { createPublicKey, verify } from 'node:crypto'
import { checkClass, checkObject, openRootKeys, verifyCallback } from '../packages/google-wallet/dist/index.js'
import { signedBytes } from '../packages/google-wallet/src/callbacks/signed-bytes.ts'
import { callbackSigner } from '../packages/google-wallet/src/testing/callback-signer.ts'
import { classes, issuerId, objects } from '../packages/google-wallet/src/testing/passes.ts'
import type { Bench, Context } from './context.ts'
import { compare, type Finding, type Outcome } from './harness.ts'
import { keepInFlight, loop, sampleOf, withCpu } from './measure.ts'

/** All signed by one intermediate key, as Google's are for days. */
const differentCallbacks = 500

export const callbacks: Bench = {
  name: 'callbacks',
  method: [
    'Genuine Google Wallet callbacks, each with a nonce of its own, all signed by one intermediate key.',
    'Reference: crypto.verify twice, ECDSA P-256, with key objects, bytes and signatures at hand; nothing else.',
    'Billfold: verifyCallback of @billfold/google-wallet from the text of the body, root keys at hand.',
    'Both in one thread, one after another, in this process. A forged callback must be refused before.',
  ],
  async run(context) {
    const outcome = await compareVerifying(context)
    return [{ ...outcome, findings: [...outcome.findings, ...(await checkFindings(context))] }]
  },
}

async function compareVerifying({ plan }: Context): Promise<Outcome> {
  const at = new Date()
  const signer = callbackSigner(at)
  const bodies = Array.from({ length: differentCallbacks }, (_, n) => {
    // Good until the benchmark is over.
    return signer.body(issuerId, { nonce: `nonce-${n}`, expTimeMillis: at.getTime() + 86_400_000 })
  })
  const bare = bareVerifying(bodies, signer.rootKeysJson)
  const billfold = await billfoldVerifying(bodies, signer.rootKeysJson)
  return compare(
    {
      title: 'verify callbacks',
      operation: 'callbacks',
      reference: {
        name: 'two bare ECDSA verifications',
        measure: async ({ durationMs }) => sampleOf(loop(durationMs, bare)),
      },
      subject: {
        name: '@billfold/google-wallet',
        measure: async ({ durationMs }) => sampleOf(await keepInFlight(1, durationMs, billfold)),
      },
      toReach: 0.8,
    },
    plan,
  )
}

function bareVerifying(bodies: readonly string[], rootKeysJson: string): (n: number) => void {
  const keyOf = (base64: string) => createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
  const root = keyOf(JSON.parse(rootKeysJson).keys[0].keyValue)
  const prepared = bodies.map((body) => {
    const { signature, signedMessage, intermediateSigningKey } = JSON.parse(body)
    const { signedKey, signatures } = intermediateSigningKey
    return {
      keyBytes: signedBytes('GooglePayPasses', 'ECv2SigningOnly', signedKey),
      keySignature: Buffer.from(signatures[0], 'base64'),
      messageBytes: signedBytes('GooglePayPasses', issuerId, 'ECv2SigningOnly', signedMessage),
      messageSignature: Buffer.from(signature, 'base64'),
      signedKey,
    }
  })
  const intermediate = keyOf(JSON.parse(prepared[0]?.signedKey).keyValue)
  return (n) => {
    const { keyBytes, keySignature, messageBytes, messageSignature } = prepared[n % prepared.length]!
    const isGood =
      verify('sha256', keyBytes, root, keySignature) && verify('sha256', messageBytes, intermediate, messageSignature)
    if (!isGood) throw new Error('A signature is wrong.')
  }
}

async function billfoldVerifying(
  bodies: readonly string[],
  rootKeysJson: string,
): Promise<(n: number) => Promise<void>> {
  const fetch = async () => new Response(rootKeysJson, { headers: { 'cache-control': 'max-age=86400' } })
  const rootKeys = openRootKeys({ fetch })
  const forged = bodies[0]!.replace('\\"save\\"', '\\"del\\"')
  const refused = await verifyCallback(forged, { issuerId, rootKeys })
  if (refused.isVerified || forged === bodies[0]) throw new Error('A forged callback is not refused.')
  return async (n) => {
    const verdict = await verifyCallback(bodies[n % bodies.length], { issuerId, rootKeys })
    if (!verdict.isVerified) throw new Error(`A genuine callback is refused: ${verdict.explanation}`)
  }
}

/** The payload check of what passes show at most, in processor time: a loyalty card with its template, and its class. */
async function checkFindings({ plan }: Context): Promise<Finding[]> {
  const { loyalty: club } = classes
  const { loyalty: card } = objects
  const finding = async (what: string, check: () => readonly object[]): Promise<Finding> => {
    if (check().length > 0) throw new Error('A good payload has issues.')
    loop(plan.warmUp.durationMs, check)
    const { cpuMsPerOperation = Number.NaN } = await withCpu(() => loop(plan.round.durationMs, check))
    return { what: `the processor time ${what}`, value: cpuMsPerOperation, unit: 'ms', atMost: 0.3 }
  }
  return [
    await finding('to check a full class', () => checkClass('loyalty', club)),
    await finding('to check a full object against its class', () =>
      checkObject('loyalty', card, { classResource: club }),
    ),
  ]
}
