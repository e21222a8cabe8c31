import { execFileSync } from 'node:child_process'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificates, passphrase, passTypeIdentifier } from '../testing/certificates.ts'
import { makeFolder, temporaryFolder } from '../testing/folder.ts'
import { run, type Surroundings } from '../testing/run.ts'

const at = new Date('2026-11-22T12:00:00Z')
const dayMs = 86_400_000
let folder: string

beforeAll(async () => {
  folder = await makeFolder()
  await makeCertificates(folder, at)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const showAt = (days: number, argv: readonly string[], surroundings: Surroundings = {}) => {
  const clock = { now: () => new Date(at.getTime() + days * dayMs) }
  return run(['certificate', 'show', ...argv], { cwd: folder, clock, ...surroundings })
}
const show = (...argv: string[]) => showAt(0, argv)

describe('billfold certificate show', () => {
  it('explains a certificate with its key', async () => {
    const { code, stdout, stderr } = await show('bundle.pem')
    expect(stderr).toBe('')
    expect(stdout).toBe(
      [
        'File         bundle.pem',
        'What it is   a Pass Type ID certificate',
        'Pass type    pass.com.example.coffee',
        'Team         ABCDE12345, Example Coffee',
        'NFC          no: it is an ordinary one, for passes without NFC',
        'Issued by    CN=Apple Worldwide Developer Relations Certification Authority, OU=G4, O=Billfold Development',
        'Valid from   2026-11-21T12:00:00.000Z',
        'Valid until  2027-11-22T12:00:00.000Z',
        'Days left    365',
        'Private key  there, and it belongs to the certificate',
        '',
        'Passes can be signed with it.',
        '',
      ].join('\n'),
    )
    expect(code).toBe(0)
  })

  it('opens a .p12 file', async () => {
    const { code, stdout } = await showAt(0, ['pass.p12', '--passphrase-env', 'P12'], { env: { P12: passphrase } })
    expect(code).toBe(0)
    expect(stdout).toContain('a Pass Type ID certificate')
  })

  it('says all that is known of a certificate alone, and where its key is', async () => {
    const alone = join(folder, 'alone.pem')
    execFileSync('sh', ['-c', `cat pass.pem authority/intermediate.pem > ${alone}`], { cwd: folder })
    const { code, stdout } = await show('alone.pem')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Pass type +pass\.com\.example\.coffee$/m)
    expect(stdout).toMatch(/^Private key +not in this file$/m)
    expect(stdout).toContain('the one that the certificate was requested with')
    expect((await show('alone.pem', '--private-key', 'pass.key')).stdout).toContain('Passes can be signed with it.')
  })

  it('takes the intermediate of a development authority from a file of its own', async () => {
    expect((await show('pass.pem', '--private-key', 'pass.key')).stdout).toContain('The certificate was issued by')
    const { code, stdout } = await show(
      ...['pass.pem', '--private-key', 'pass.key', '--intermediate', 'authority/intermediate.pem'],
    )
    expect(code).toBe(0)
    expect(stdout).toContain('Passes can be signed with it.')
  })

  it('explains a certificate that names nobody', async () => {
    const options = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'nobody.key', '-subj', '/', '-out', 'nobody.pem']
    execFileSync('openssl', ['req', '-x509', ...options], { cwd: folder, stdio: 'pipe' })
    const { code, stdout, stderr } = await show('nobody.pem')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^Subject +\(no name\)$/m)
  })

  it('compares it with a key', async () => {
    const { privateKey } = await makeCertificates(await temporaryFolder(), at)
    const { code, stdout } = await show('bundle.pem', '--private-key', privateKey)
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Error: {2}privateKey – The private key .* does not belong to the certificate/m)
    expect(stdout).toContain('Passes cannot be signed with it: 1 problem.')
  })

  it('warns before it expires, and says so afterwards', async () => {
    const soon = await showAt(345, ['bundle.pem'])
    expect(soon.code).toBe(0)
    expect(soon.stdout).toMatch(/^Days left +20$/m)
    expect(soon.stdout).toContain('not for long: renew it')
    const late = await showAt(370, ['bundle.pem'])
    expect(late.code).toBe(1)
    expect(late.stdout).toMatch(/^Valid until +2027-11-22T12:00:00\.000Z$/m)
    expect(late.stdout).toMatch(/^Error: {2}certificate – .* expired \w+ 2027-11-22/m)
  })

  it.each([
    ['a private key', 'pass.key', [], /certificate – This is a private key, expected a certificate/],
    ['the certificate of an authority', 'authority/root.pem', [], /is the certificate of an authority/],
    ['a .p12 file without its passphrase', 'pass.p12', [], /pkcs12 – It is encrypted, and no passphrase is given/],
    [
      'a .p12 file with a wrong one',
      'pass.p12',
      ['--passphrase-env', 'WRONG'],
      /pkcs12 – The passphrase does not open it/,
    ],
  ])('refuses %s', async (_, file, options, problem) => {
    const { code, stdout, stderr } = await showAt(0, [file, ...options], { env: { WRONG: 'x' } })
    expect(code).toBe(1)
    expect(stdout).toMatch(problem)
    expect(stderr).toBe('')
  })

  it('cannot be used with a folder', async () => {
    expect(await show('authority')).toMatchObject({
      code: 2,
      stderr: 'Error: authority cannot be read: it is a folder.\n',
    })
  })

  it('has everything in a --json document', async () => {
    expect((await show('bundle.pem', '--json')).json()).toMatchObject({
      usable: true,
      passTypeIdentifier,
      teamIdentifier: 'ABCDE12345',
      daysLeft: 365,
      state: 'valid',
      isForNfc: false,
      privateKey: 'belongs',
      intermediate: { subject: expect.stringContaining('OU=G4') },
      issues: [],
    })
    const refused = await show('pass.key', '--json')
    expect(refused.code).toBe(1)
    expect(refused.json()).toMatchObject({ usable: false, issues: [{ code: 'INPUT_UNEXPECTED' }] })
  })
})

describe('billfold certificate develop', () => {
  const argv = ['certificate', 'develop', '--pass-type', 'pass.com.example.tea', '--team', 'ABCDE12345']
  const develop = async (cwd: string, ...more: string[]) =>
    run([...argv, ...more], { cwd, env: { BILLFOLD_DATA: join(cwd, 'data') }, clock: { now: () => at } })

  it('makes a certificate with its key and authority, that openssl accepts, and says what comes next', async () => {
    const cwd = await temporaryFolder()
    const { code, stdout, stderr } = await develop(cwd, '--out', 'test')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const options = ['--certificate test/certificate.pem', '--private-key test/key.pem']
    expect(stdout).toContain(`\n  billfold wallet add ${options.join(' ')} --intermediate test/intermediate.pem\n`)
    expect(stdout).toContain('\n  billfold phone add LINK --root test/root.pem\n')
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: join(cwd, 'test'), encoding: 'utf8' })
    const chain = ['-CAfile', 'root.pem', '-untrusted', 'intermediate.pem', 'certificate.pem']
    expect(openssl('verify', '-attime', String(at.getTime() / 1000), '-purpose', 'any', ...chain)).toContain('OK')
    expect(openssl('x509', '-in', 'certificate.pem', '-noout', '-subject')).toContain('pass.com.example.tea')
    expect(openssl('x509', '-in', 'certificate.pem', '-noout', '-pubkey')).toBe(
      openssl('pkey', '-in', 'key.pem', '-pubout'),
    )
    expect((await stat(join(cwd, 'test', 'key.pem'))).mode & 0o077).toBe(0)
  })

  it('gives the same certificate again, from the same authority', async () => {
    const cwd = await temporaryFolder()
    await develop(cwd)
    const before = await readFile(join(cwd, 'certificate.pem'), 'utf8')
    expect(await develop(cwd, '--out', 'again')).toMatchObject({ code: 0 })
    expect(await readFile(join(cwd, 'again', 'certificate.pem'), 'utf8')).toBe(before)
    expect(await develop(cwd)).toMatchObject({ code: 0 })
  })

  it('writes nothing over, and nothing at all then', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'key.pem'), 'the key from Apple')
    const { code, stderr } = await develop(cwd)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Error: Nothing is written over: key\.pem is there already\.\nHint: .*--out/)
    expect(await readFile(join(cwd, 'key.pem'), 'utf8')).toBe('the key from Apple')
    await expect(stat(join(cwd, 'certificate.pem'))).rejects.toThrow('ENOENT')
  })

  it('says where it cannot write', async () => {
    const cwd = await temporaryFolder()
    await writeFile(join(cwd, 'taken'), '')
    expect(await develop(cwd, '--out', 'taken')).toMatchObject({
      code: 2,
      stderr: 'Error: taken/certificate.pem cannot be written: a part of the path is no folder.\n',
    })
  })

  it('refuses a pass type and a team that Apple would not give, both at once', async () => {
    const cwd = await temporaryFolder()
    const { code, stderr } = await develop(cwd, '--pass-type', 'com.example', '--team', 'me')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Error: No certificate is made:\n {2}--pass-type – .*\n {2}--team – .*\n$/)
  })
})
