import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isSystemError, SimulatorError } from '../errors.ts'
import type { CertifiedKey } from './certificates.ts'

export interface AuthorityFolder {
  readonly rootPem: string
  readonly intermediate: CertifiedKey
}

/**
 * Reads the authority kept in `folder`; undefined if the folder does not exist or is empty.
 * @throws SimulatorError `authority_damaged`: a file is missing or unreadable, or the files do not belong together
 */
export async function readAuthorityFolder(folder: string): Promise<AuthorityFolder | undefined> {
  const present = await filesIn(folder)
  if (present.length === 0) return undefined

  const missing = ['root.pem', 'intermediate.pem', 'intermediate-key.pem'].filter((name) => !present.includes(name))
  if (missing.length > 0) throw damaged(folder, `${missing.join(', ')} missing`)
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  const rootPem = await read('root.pem')
  const intermediate = {
    certificatePem: await read('intermediate.pem'),
    privateKeyPem: await read('intermediate-key.pem'),
  }
  if (!belongTogether(rootPem, intermediate, folder)) {
    throw damaged(folder, 'its certificates and its key do not belong together')
  }
  return { rootPem, intermediate }
}

/** Makes an authority and puts it at `folder` in one step; if another process did so meanwhile, returns that one. */
export async function makeAuthorityFolder(folder: string, at: Date): Promise<AuthorityFolder> {
  // Loaded only when there is something to make: it takes longer to load than all the rest of this package.
  const { makeIntermediate, makeRoot } = await import('./certificates.ts')
  const root = await makeRoot(at)
  const intermediate = await makeIntermediate(root, at)

  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}.new-`)
  const write = (name: string, content: string, mode: number) =>
    writeFile(join(draft, name), content, { mode, flush: true })
  try {
    await write('root.pem', root.certificatePem, 0o644)
    await write('root-key.pem', root.privateKeyPem, 0o600)
    await write('intermediate.pem', intermediate.certificatePem, 0o644)
    await write('intermediate-key.pem', intermediate.privateKeyPem, 0o600)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    const others = isSystemError(error, 'ENOTEMPTY', 'EEXIST') && (await readAuthorityFolder(folder))
    if (others) return others
    throw error
  }
  return { rootPem: root.certificatePem, intermediate }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return []
    throw error
  }
}

function belongTogether(rootPem: string, intermediate: CertifiedKey, folder: string): boolean {
  try {
    const certificate = new X509Certificate(intermediate.certificatePem)
    return (
      certificate.verify(new X509Certificate(rootPem).publicKey) &&
      certificate.checkPrivateKey(createPrivateKey(intermediate.privateKeyPem))
    )
  } catch (cause) {
    throw damaged(folder, 'a file does not hold the PEM that its name promises', cause)
  }
}

function damaged(folder: string, what: string, cause?: unknown): SimulatorError {
  return new SimulatorError('authority_damaged', `The development authority in ${folder} is damaged: ${what}.`, {
    fix: 'Remove the folder to have a new authority made. Passes then need its certificates, and phones its root.',
    cause,
  })
}
