import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyPass } from '@billfold/pkpass'
import { describe, expect, it } from 'vitest'
import { openMint, start, teamIdentifier, temporaryFolder } from '../testing/development-passes.ts'
import { openDevelopmentAuthority, type PassCertificateRequest } from './authority.ts'

const coffee: PassCertificateRequest = {
  passTypeIdentifier: 'pass.com.example.coffee',
  teamIdentifier,
  organizationName: 'Kaffee Ölmühle',
  at: start,
}
const days = (count: number) => new Date(start.getTime() + count * 86_400_000)

function openssl(args: readonly string[], input?: string): string {
  return execFileSync('openssl', args, { encoding: 'utf8', input, stdio: 'pipe' })
}

function describeCertificate(pem: string): string {
  return openssl(['x509', '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus'], pem)
}

describe('the chain, as OpenSSL sees it', () => {
  it('is verified from a pass type certificate up to the root, also as a TLS client certificate', async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const issued = await authority.issuePassCertificate(coffee)
    const leaf = join(folder.path, 'leaf.pem')
    const intermediate = join(folder.path, 'intermediate.pem')
    await writeFile(leaf, issued.certificatePem)
    await writeFile(intermediate, authority.intermediatePem)
    const time = String(start.getTime() / 1000)
    const chain = ['-attime', time, '-CAfile', authority.rootFile, '-untrusted', intermediate, leaf]

    expect(openssl(['verify', '-x509_strict', ...chain])).toContain('leaf.pem: OK')
    expect(openssl(['verify', '-purpose', 'sslclient', ...chain])).toContain('leaf.pem: OK')
    expect(() => openssl(['verify', '-purpose', 'sslserver', ...chain])).toThrow()
  })

  it("has an intermediate shaped like Apple's G4 under an organisation that is not Apple's", async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const text = describeCertificate(authority.intermediatePem)

    expect(text).toContain(
      'Subject: CN=Apple Worldwide Developer Relations Certification Authority,OU=G4,O=Billfold Development',
    )
    expect(text).toContain('Issuer: CN=Billfold Development Root CA')
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/)
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/)
    expect(text).toContain('1.2.840.113635.100.6.2.1')
    expect(new X509Certificate(authority.intermediatePem).validToDate.getFullYear()).toBeGreaterThanOrEqual(2045)
  })

  it("has pass type certificates with Apple's subject, usages and markers, RSA-2048, valid for a year", async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const { certificatePem } = await authority.issuePassCertificate(coffee)
    const text = describeCertificate(certificatePem)

    expect(text).toContain(
      'Subject: UID=pass.com.example.coffee,CN=Pass Type ID: pass.com.example.coffee,OU=ABCDE12345,O=Kaffee Ölmühle,C=US',
    )
    expect(text).toMatch(/Public-Key: \(2048 bit\)/)
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/)
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/)
    expect(text).toMatch(/Extended Key Usage:\s+TLS Web Client Authentication, 1\.2\.840\.113635\.100\.4\.14/)
    expect(text).toMatch(/1\.2\.840\.113635\.100\.6\.1\.16:\s+\.\.pass\.com\.example\.coffee/)
    expect(new X509Certificate(certificatePem).validToDate).toEqual(days(365))
  })
})

describe('issueServerCertificate', () => {
  const names = ['localhost', '127.0.0.1', 'apns.example.com']

  it('makes one that OpenSSL takes for each of its names, and for no other', async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const { certificatePem } = await authority.issueServerCertificate({ names, at: start })
    const leaf = join(folder.path, 'leaf.pem')
    const intermediate = join(folder.path, 'intermediate.pem')
    await writeFile(leaf, certificatePem)
    await writeFile(intermediate, authority.intermediatePem)
    const verify = (...args: readonly string[]) =>
      openssl([
        ...['verify', '-x509_strict', '-attime', String(start.getTime() / 1000), ...args],
        ...['-CAfile', authority.rootFile, '-untrusted', intermediate, leaf],
      ])
    for (const name of ['localhost', 'apns.example.com']) {
      expect(verify('-purpose', 'sslserver', '-verify_hostname', name)).toContain('leaf.pem: OK')
    }
    expect(verify('-purpose', 'sslserver', '-verify_ip', '127.0.0.1')).toContain('leaf.pem: OK')
    expect(() => verify('-verify_hostname', 'example.com')).toThrow()
    expect(() => verify('-purpose', 'sslclient')).toThrow()
  })

  it('hands out the same certificate for the same names until 30 days before its end, then a new one', async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const first = await authority.issueServerCertificate({ names, at: start })
    expect(await authority.issueServerCertificate({ names, at: days(335) })).toEqual(first)
    expect(await authority.issueServerCertificate({ names: ['localhost'], at: start })).not.toEqual(first)
    expect(await authority.issueServerCertificate({ names, at: days(336) })).not.toEqual(first)
  })

  it.each([
    [
      ['localhost', 'a b', '-x.example'],
      ['names[1]', 'names[2]'],
    ],
    [[], ['names']],
  ])('refuses the names %j at %j', async (unfit, paths) => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const failure = await authority.issueServerCertificate({ names: unfit, at: start }).catch((error) => error)
    expect(failure).toMatchObject({
      code: 'certificate_request_invalid',
      issues: paths.map((path) => ({ path })),
      fix: expect.stringContaining('127.0.0.1'),
    })
  })

  it('is refused at a time at which the authority is not valid', async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const past = new Date('2020-01-01T00:00:00Z')
    await expect(authority.issueServerCertificate({ names, at: past })).rejects.toMatchObject({
      code: 'authority_not_valid',
    })
  })
})

describe('passes signed with its certificates', () => {
  it('are accepted by whom trusts the root, and by nobody else', async () => {
    await using folder = await temporaryFolder()
    const mint = await openMint(join(folder.path, 'authority'))
    const bytes = await mint.card()
    const errors = (roots: readonly string[]) =>
      verifyPass(bytes, { at: start, roots }).issues.filter((issue) => issue.severity === 'error')

    expect(errors([mint.authority.rootPem])).toEqual([])
    expect(errors([])).not.toEqual([])
  })
})

describe('the folder', () => {
  it('keeps the authority: opened again, it has the same root and still vouches for what it issued', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'data', 'authority')
    const first = await openDevelopmentAuthority(dir, start)
    const issued = await first.issuePassCertificate(coffee)
    const again = await openDevelopmentAuthority(dir, days(1))

    expect(again.rootPem).toBe(first.rootPem)
    expect(await readFile(again.rootFile, 'utf8')).toBe(first.rootPem)
    expect(await again.issuePassCertificate({ ...coffee, at: days(1) })).toEqual(issued)
  })

  it('holds private keys that only their owner can read', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'authority')
    await (await openDevelopmentAuthority(dir, start)).issuePassCertificate(coffee)

    const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    const withKeys: string[] = []
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name)
      if (!(await readFile(path, 'utf8')).includes('PRIVATE KEY')) continue
      withKeys.push(name)
      expect((await stat(path)).mode & 0o777).toBe(0o600)
    }
    expect(withKeys.sort()).toEqual(['intermediate-key.pem', 'pass.com.example.coffee.ABCDE12345.pem', 'root-key.pem'])
  })

  it('is made once if several open it at once', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'authority')
    const authorities = await Promise.all([1, 2, 3].map(() => openDevelopmentAuthority(dir, start)))

    expect(new Set(authorities.map((authority) => authority.rootPem)).size).toBe(1)
    expect(new Set(authorities.map((authority) => authority.intermediatePem)).size).toBe(1)
    expect(await readdir(folder.path)).toEqual(['authority'])
  })

  it('takes no notice of what a crash left behind while one was being made', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'authority.new-half'))
    await writeFile(join(folder.path, 'authority.new-half', 'root.pem'), 'half')
    await mkdir(join(folder.path, 'authority'))

    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    expect(authority.rootPem).toContain('BEGIN CERTIFICATE')
  })

  it.each([
    ['lacks a file', (dir: string) => rm(join(dir, 'intermediate-key.pem')), 'intermediate-key.pem missing'],
    ['holds something else', (dir: string) => writeFile(join(dir, 'root.pem'), 'nonsense'), 'does not hold the PEM'],
    [
      'holds the key of another certificate',
      async (dir: string) =>
        writeFile(join(dir, 'intermediate-key.pem'), await readFile(join(dir, 'root-key.pem'), 'utf8')),
      'do not belong together',
    ],
  ])('is refused with the remedy if it %s', async (_, damage, expected) => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'authority')
    await openDevelopmentAuthority(dir, start)
    await damage(dir)

    const failure = await openDevelopmentAuthority(dir, start).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'authority_damaged', fix: expect.stringContaining('Remove the folder') })
    expect(String(failure)).toContain(expected)
  })

  it('is refused at a time at which its certificates are not valid', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'authority')
    const authority = await openDevelopmentAuthority(dir, start)
    const past = new Date('2020-01-01T00:00:00Z')

    await expect(openDevelopmentAuthority(dir, past)).rejects.toMatchObject({ code: 'authority_not_valid' })
    await expect(authority.issuePassCertificate({ ...coffee, at: past })).rejects.toThrow('now it is 2020-01-01')
  })
})

describe('issuePassCertificate', () => {
  it('hands out the same certificate until 30 days before its end, then a new one', async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const first = await authority.issuePassCertificate(coffee)

    expect(await authority.issuePassCertificate({ ...coffee, at: days(335) })).toEqual(first)
    const second = await authority.issuePassCertificate({ ...coffee, at: days(336) })
    expect(second.certificatePem).not.toBe(first.certificatePem)
    expect(await authority.issuePassCertificate({ ...coffee, at: days(340) })).toEqual(second)
  })

  it('makes one for each pass type and team', async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const issued = [
      await authority.issuePassCertificate(coffee),
      await authority.issuePassCertificate({ ...coffee, passTypeIdentifier: 'pass.com.example.tea' }),
      await authority.issuePassCertificate({ ...coffee, teamIdentifier: 'ZZZZZ99999' }),
    ]
    expect(new Set(issued.map((each) => each.certificatePem)).size).toBe(3)
  })

  it('replaces one whose file is damaged', async () => {
    await using folder = await temporaryFolder()
    const dir = join(folder.path, 'authority')
    const authority = await openDevelopmentAuthority(dir, start)
    const first = await authority.issuePassCertificate(coffee)
    await writeFile(join(dir, 'pass-certificates', 'pass.com.example.coffee.ABCDE12345.pem'), first.certificatePem)

    const second = await authority.issuePassCertificate(coffee)
    expect(second.certificatePem).not.toBe(first.certificatePem)
    expect(second.privateKeyPem).toContain('PRIVATE KEY')
  })

  it('names every value that no certificate can bear, with the remedy', async () => {
    await using folder = await temporaryFolder()
    const authority = await openDevelopmentAuthority(join(folder.path, 'authority'), start)
    const request = { passTypeIdentifier: '../coffee', teamIdentifier: 'abc', organizationName: ' ', at: start }

    const failure = await authority.issuePassCertificate(request).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'certificate_request_invalid',
      issues: [{ path: 'passTypeIdentifier' }, { path: 'teamIdentifier' }, { path: 'organizationName' }],
      fix: expect.stringContaining('pass.com.example.coffee'),
    })
    expect(String(failure)).toContain('"../coffee"')
  })
})
