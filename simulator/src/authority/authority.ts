import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { replaceFile } from '../files.ts'
import type { CertifiedKey, PassCertificateSubject } from './certificates.ts'
import { makeAuthorityFolder, readAuthorityFolder } from './folder.ts'
import { readUsableCertificate, requireFitNames, requireFitSubject, requireValidAuthority } from './requirements.ts'

export interface PassCertificateRequest extends PassCertificateSubject {
  readonly at: Date
}

export interface ServerCertificateRequest {
  /** Host names and IP addresses, none of them with a port. */
  readonly names: readonly string[]
  readonly at: Date
}

/** A certificate authority for machines without an Apple account: only phones that were given its root trust it. */
export interface DevelopmentAuthority {
  readonly rootPem: string
  /** The root's file, for `openssl … -CAfile` and for the settings of phones. */
  readonly rootFile: string
  /** The stand-in for Apple's "Worldwide Developer Relations" intermediate. */
  readonly intermediatePem: string
  /**
   * A certificate and key for a pass type of a team. The one made before is returned as long as it is valid for 30 more
   * days.
   * @throws SimulatorError `certificate_request_invalid` with every unfit value named, `authority_not_valid`
   */
  issuePassCertificate(request: PassCertificateRequest): Promise<CertifiedKey>
  /**
   * A certificate and key for a TLS server, to be sent together with {@link intermediatePem}. The one made before for
   * the same names is returned as long as it is valid for 30 more days.
   * @throws SimulatorError `certificate_request_invalid` with every unfit name, `authority_not_valid`
   */
  issueServerCertificate(request: ServerCertificateRequest): Promise<CertifiedKey>
}

/**
 * Opens the development authority kept in `dir`, making it if the folder does not exist or is empty. Private keys are
 * readable by their owner only. The folder appears whole or not at all: a crash on the way leaves nothing that is taken
 * for an authority, and of two processes that make it at once both use the one that was ready first.
 * @throws SimulatorError `authority_damaged`, `authority_not_valid`
 */
export async function openDevelopmentAuthority(dir: string, at: Date): Promise<DevelopmentAuthority> {
  const folder = resolve(dir)
  const { rootPem, intermediate } = (await readAuthorityFolder(folder)) ?? (await makeAuthorityFolder(folder, at))
  requireValidAuthority(intermediate, folder, at)

  const keptOrIssued = async (name: string, at: Date, issue: () => Promise<CertifiedKey>): Promise<CertifiedKey> => {
    requireValidAuthority(intermediate, folder, at)
    const file = join(folder, name)
    const earlier = await readUsableCertificate(file, intermediate, at)
    if (earlier) return earlier

    const issued = await issue()
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    // One file for both, so that certificate and key are replaced in the same step.
    await replaceFile(file, issued.certificatePem + issued.privateKeyPem)
    return issued
  }

  return {
    rootPem,
    rootFile: join(folder, 'root.pem'),
    intermediatePem: intermediate.certificatePem,
    async issuePassCertificate({ at, ...subject }) {
      requireFitSubject(subject)
      const name = `${subject.passTypeIdentifier}.${subject.teamIdentifier}.pem`
      return keptOrIssued(join('pass-certificates', name), at, async () => {
        const { makePassCertificate } = await import('./certificates.ts')
        return makePassCertificate(intermediate, subject, at)
      })
    },
    async issueServerCertificate({ at, names }) {
      requireFitNames(names)
      // Names may be longer together than a file's name can be.
      const name = `${createHash('sha256').update(names.join(' ')).digest('hex')}.pem`
      return keptOrIssued(join('server-certificates', name), at, async () => {
        const { makeServerCertificate } = await import('./certificates.ts')
        return makeServerCertificate(intermediate, names, at)
      })
    },
  }
}
