import { sign as cryptoSign, type KeyObject, verify } from 'node:crypto'
import { issueOf, PassError } from '../errors.ts'
import { createSlots } from './slots.ts'

/** Makes signatures with a key that may live elsewhere: in a KMS, an HSM, a vault. */
export interface Signer {
  /**
   * Signs some DER, hashing it with SHA-256: the signed attributes of a CMS signature (RFC 5652 §5.4), or what a
   * certificate request states (RFC 2986 §4.2). RSASSA-PKCS1-v1_5 with an RSA key, with one on P-256 ECDSA as a DER
   * sequence of r and s.
   */
  sign(der: Uint8Array): Promise<Uint8Array>
}

/**
 * Signatures run on libuv's thread pool, which belongs to the whole process. Twice its size keeps every thread busy;
 * more in flight would only delay the file system and DNS, which share it.
 */
const threadPoolSize = Number(process.env.UV_THREADPOOL_SIZE) || 4
const inSlot = createSlots(2 * threadPoolSize)

/** Signs with a private key in this process, off the event loop. */
export function keySigner(key: KeyObject): Signer {
  return { sign: (der) => inSlot(() => signInThreadPool(key, der)) }
}

function signInThreadPool(key: KeyObject, data: Uint8Array): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  cryptoSign('sha256', data, key, settleOnce(resolve, reject))
  return promise
}

/**
 * Until V8 next collects its whole heap, it keeps the callback of every signature that Node has made, and what the
 * callback refers to: so it lets go of that, and refers to nothing else.
 */
function settleOnce(
  resolve: (signature: Buffer) => void,
  reject: (failure: Error) => void,
): (failure: Error | null, signature: Buffer) => void {
  let waiting: { resolve: typeof resolve; reject: typeof reject } | undefined = { resolve, reject }
  return (failure, signature) => {
    if (failure) waiting?.reject(failure)
    else waiting?.resolve(signature)
    waiting = undefined
  }
}

/**
 * A signer from outside whose every signature is verified before use: Wallet refuses a pass signed with another key
 * without saying why. Its `sign` throws a PassError if the signature is not one of the key that it should be.
 */
export function checkedSigner(signer: Signer, publicKey: KeyObject): Signer {
  return {
    async sign(der) {
      const signature = await signer.sign(der)
      if (verify('sha256', der, publicKey, signature)) return signature
      throw new PassError('SIGNING_REFUSED', [
        issueOf(
          'SIGNER_MISMATCH',
          'signer',
          'The signer made a signature that its public key does not verify.',
          'Give it the private key that belongs to the certificate or request, and let it sign the given bytes with SHA-256 (RSASSA-PKCS1-v1_5, or ECDSA in DER).',
        ),
      ])
    },
  }
}
