import { execFileSync } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeCertificates, passTypeIdentifier } from '../testing/certificates.ts'
import { temporaryFolder } from '../testing/folder.ts'
import { run } from '../testing/run.ts'

// Past the making of every certificate.
const at = new Date(Date.now() + 3_600_000)
let cwd: string
beforeEach(async () => {
  cwd = await temporaryFolder()
})

const billfold = (...argv: string[]) => run(['certificate', ...argv], { cwd, clock: { now: () => at } })
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd, encoding: 'utf8', stdio: 'pipe' })

/** What Apple makes of a request: a certificate for its key, with the names that Apple knows. */
async function answer(folder = '.', file = join(folder, 'pass.cer')): Promise<void> {
  await makeCertificates(cwd, at)
  const publicKey = openssl('req', '-in', join(folder, 'pass.certSigningRequest'), '-noout', '-verify', '-pubkey')
  await writeFile(join(cwd, 'public.pem'), publicKey)
  await writeFile(join(cwd, 'extensions'), 'keyUsage=critical,digitalSignature')
  const subject = `/UID=${passTypeIdentifier}/CN=Pass Type ID: ${passTypeIdentifier}/OU=ABCDE12345/O=Example Coffee`
  const issuer = ['-CA', 'authority/intermediate.pem', '-CAkey', 'authority/intermediate-key.pem', '-CAcreateserial']
  const wanted = ['-new', '-force_pubkey', 'public.pem', '-subj', subject, '-days', '365', '-extfile', 'extensions']
  openssl('x509', ...wanted, ...issuer, '-outform', 'DER', '-out', file)
}

const install = (...argv: string[]) => billfold('install', ...argv, '--intermediate', 'authority/intermediate.pem')

describe('billfold certificate request', () => {
  it('makes a key that only its owner can read, and a request that openssl verifies, and says what to do at Apple', async () => {
    const { code, stdout, stderr } = await billfold('request', '--name', 'Acme Coffee', '--email', 'a@b.example')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('https://developer.apple.com/account/resources/identifiers/list/passTypeId')
    expect(stdout).toContain('\n  billfold certificate install pass.cer\n')
    expect((await stat(join(cwd, 'pass.key'))).mode & 0o777).toBe(0o600)
    const subject = openssl('req', '-in', 'pass.certSigningRequest', '-noout', '-verify', '-subject')
    expect(subject).toContain('CN = Acme Coffee, emailAddress = a@b.example')
    expect(openssl('req', '-in', 'pass.certSigningRequest', '-noout', '-pubkey')).toBe(
      openssl('pkey', '-in', 'pass.key', '-pubout'),
    )
  })

  it('writes into another folder, and says what it wrote to a script', async () => {
    const { code, json } = await billfold('request', '--out', 'coffee', '--json')
    expect(code).toBe(0)
    expect(json()).toEqual({ files: { privateKey: 'coffee/pass.key', request: 'coffee/pass.certSigningRequest' } })
  })

  it('never writes over a key', async () => {
    await billfold('request')
    const key = await readFile(join(cwd, 'pass.key'), 'utf8')
    const { code, stderr } = await billfold('request')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Error: Nothing is written over: pass\.key, pass\.certSigningRequest are there already\.\n/)
    expect(await readFile(join(cwd, 'pass.key'), 'utf8')).toBe(key)
  })

  it('refuses names that stand in no request', async () => {
    const { code, stderr } = await billfold('request', '--name', '', '--email', 'me')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: The certificate request cannot be made:\n {2}--name – .*\n {2}--email – /)
  })
})

describe('billfold certificate install', () => {
  it('joins Apple’s answer with the key that waits beside it', async () => {
    await billfold('request', '--out', 'coffee')
    await answer('coffee')
    await writeFile(join(cwd, 'coffee/another.key'), openssl('genrsa', '2048'))
    const { code, stdout, stderr } = await install('coffee/pass.cer')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`coffee/${passTypeIdentifier}.pem holds the certificate and its key.`)
    expect(stdout).toMatch(/^Private key +there, and it belongs to the certificate$/m)
    expect(stdout).toContain(`\n  billfold wallet add --certificate coffee/${passTypeIdentifier}.pem\n`)

    const file = join('coffee', `${passTypeIdentifier}.pem`)
    expect((await stat(join(cwd, file))).mode & 0o777).toBe(0o600)
    const shown = await billfold('show', file, '--json')
    expect(shown.json()).toMatchObject({ usable: true, privateKey: 'belongs', passTypeIdentifier })
    // Once more changes nothing.
    expect(await install('coffee/pass.cer')).toMatchObject({ code: 0 })
  })

  it('takes a key from elsewhere, and writes where it is told', async () => {
    await billfold('request', '--out', 'keys')
    await answer('keys', 'pass.cer')
    const argv = ['pass.cer', '--private-key', 'keys/pass.key', '--out', 'certificates', '--json']
    expect((await install(...argv)).json()).toMatchObject({
      file: `certificates/${passTypeIdentifier}.pem`,
      usable: true,
      privateKey: 'belongs',
      isForNfc: false,
    })
  })

  it('opens a .p12 file, and keeps the intermediate that came in it', async () => {
    const { bundle } = await makeCertificates(cwd, at)
    const options = ['-in', bundle, '-out', 'Certificates.p12', '-passout', 'pass:open sesame']
    openssl('pkcs12', '-export', '-certfile', 'authority/intermediate.pem', ...options)
    const closed = await billfold('install', 'Certificates.p12')
    expect(closed.stderr).toContain('pkcs12 – It is encrypted, and no passphrase is given. – Name the environment')
    const env = { P12: 'open sesame' }
    const argv = ['certificate', 'install', 'Certificates.p12', '--passphrase-env', 'P12']
    const installed = await run(argv, { cwd, clock: { now: () => at }, env })
    expect(installed).toMatchObject({ code: 0, stderr: '' })
    const shown = await billfold('show', `${passTypeIdentifier}.pem`, '--json')
    expect(shown.json()).toMatchObject({ usable: true, privateKey: 'belongs' })
  })

  it('opens the key beside the certificate, and says so if it needs the passphrase for that', async () => {
    await billfold('request', '--out', 'coffee')
    await answer('coffee')
    const locked = openssl('pkcs8', '-topk8', '-in', 'coffee/pass.key', '-passout', 'pass:open sesame')
    await writeFile(join(cwd, 'coffee/pass.key'), locked)
    const closed = await install('coffee/pass.cer')
    expect(closed.code).toBe(2)
    expect(closed.stderr).toMatch(
      /^Error: The key of coffee\/pass\.cer may be coffee\/pass\.key, which is encrypted\.\n/,
    )
    const argv = ['coffee/pass.cer', '--passphrase-env', 'KEY', '--intermediate', 'authority/intermediate.pem']
    const env = { KEY: 'open sesame' }
    expect(await run(['certificate', 'install', ...argv], { cwd, clock: { now: () => at }, env })).toMatchObject({
      code: 0,
    })
  })

  it('says which keys it has looked at', async () => {
    await billfold('request', '--out', 'keys')
    await answer('keys', 'other.cer')
    await writeFile(join(cwd, 'a.key'), openssl('genrsa', '2048'))
    // The key of makeCertificates lies there too.
    const { code, stderr } = await install('other.cer')
    expect(code).toBe(2)
    expect(stderr).toContain('The key of other.cer is not beside it: a.key, pass.key belong to something else.')
    expect(stderr).toContain('Hint: Name the key that the certificate was requested with: --private-key.')
    const named = await install('other.cer', '--private-key', 'a.key')
    expect(named.code).toBe(1)
    expect(named.stderr).toMatch(/privateKey – The private key .* does not belong to the certificate/)
  })

  it('refuses what is no pass certificate, and writes nothing', async () => {
    await billfold('request')
    const { code, stderr } = await billfold('install', 'pass.certSigningRequest')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: The certificate cannot be used:\n {2}certificate – This is a certificate request/)
    await answer()
    const unknown = await billfold('install', 'pass.cer')
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain('intermediates – The certificate was issued by')
    await expect(stat(join(cwd, `${passTypeIdentifier}.pem`))).rejects.toThrow('ENOENT')
  })
})
