import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { openPackage } from '@billfold/pkpass'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildZip } from '../../../../packages/pkpass/src/testing/zip-builder.ts'
import { type CertificateFiles, makeCertificates, passphrase, passTypeIdentifier } from '../testing/certificates.ts'
import { makeFolder, temporaryFolder } from '../testing/folder.ts'
import { coffeePass, writePassFolder } from '../testing/pass-folder.ts'
import { run, type Surroundings } from '../testing/run.ts'

let folder: string
let certificates: CertificateFiles

beforeAll(async () => {
  folder = await makeFolder()
  certificates = await makeCertificates(folder)
  await writePassFolder(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const billfold = (argv: readonly string[], surroundings: Surroundings = {}) =>
  run(argv, { cwd: folder, ...surroundings })
const build = (...more: string[]) => billfold(['pass', 'build', 'Coffee.pass', '-o', 'coffee.pkpass', ...more])
const buildDefault = () => build('--certificate', certificates.bundle)

describe('billfold pass build', () => {
  it('makes a pass that unzip and billfold pass verify accept', async () => {
    const result = await buildDefault()
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toMatch(/^coffee\.pkpass \(\d+ bytes, serial number card-1\)\n$/)
    execFileSync('unzip', ['-tq', join(folder, 'coffee.pkpass')])
    expect(await billfold(['pass', 'verify', 'coffee.pkpass', '--root', certificates.root])).toMatchObject({ code: 0 })
  })

  it('takes a .p12 file with its passphrase from the environment', async () => {
    const argv = [
      'pass',
      'build',
      'Coffee.pass',
      '-o',
      'p12.pkpass',
      '--p12',
      'pass.p12',
      '--passphrase-env',
      'P12',
      '--json',
    ]
    const result = await billfold(argv, { env: { P12: passphrase } })
    expect(result.json()).toMatchObject({ file: 'p12.pkpass', serialNumber: 'card-1', warnings: [] })
    expect((await readFile(join(folder, 'p12.pkpass'))).length).toBe(result.json<{ sizeBytes: number }>().sizeBytes)
  })

  it('refuses a pass that phones would refuse, with every reason, and writes nothing', async () => {
    const parent = await temporaryFolder()
    const { serialNumber: _, ...pass } = coffeePass
    await writePassFolder(parent, {
      ...pass,
      backgroundColor: 'brown',
      storeCard: { primaryFields: [{ key: 'holder' }] },
    })
    const argv = ['pass', 'build', 'Coffee.pass', '-o', 'coffee.pkpass', '--certificate', certificates.bundle]
    const { code, stdout, stderr } = await run(argv, { cwd: parent })
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Error: The pass cannot be built:\n/)
    for (const place of ['backgroundColor', 'storeCard.primaryFields[0].value'])
      expect(stderr).toContain(`  ${place} – `)
    await expect(readFile(join(parent, 'coffee.pkpass'))).rejects.toThrow('ENOENT')
  })

  it('names each certificate that does not fit', async () => {
    const other = await temporaryFolder()
    const { privateKey } = await makeCertificates(other)
    const { code, stderr } = await build('--certificate', certificates.bundle, '--private-key', privateKey)
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^Error: The certificate cannot be used:\n {2}privateKey – .*does not belong to the certificate/,
    )
  })

  it.each([
    [[], 'No certificate is named.\nHint: Give --certificate and --private-key, or --p12.'],
    [
      ['--p12', 'a', '--certificate', 'b'],
      '--p12 holds certificate and key: leave out --certificate and --private-key.',
    ],
    [['--certificate', 'nowhere.pem'], 'nowhere.pem cannot be read: there is no such file or folder.'],
    [['--p12', 'pass.p12', '--passphrase-env', 'NOWHERE'], 'The environment variable NOWHERE is not set.'],
  ])('cannot be used with %j', async (options, message) => {
    const { code, stderr } = await build(...options)
    expect(code).toBe(2)
    expect(stderr).toContain(`Error: ${message}\n`)
  })

  it('says which folder there is not, and where it cannot write', async () => {
    const missing = await billfold(['pass', 'build', 'No.pass', '-o', 'x', '--certificate', certificates.bundle])
    expect(missing.code).toBe(1)
    expect(missing.stderr).toMatch(/^Error: The folder cannot be used:\n .*No\.pass – /)
    const nowhere = await billfold(['pass', 'build', 'Coffee.pass', '-o', 'no/x', '--certificate', certificates.bundle])
    expect(nowhere).toMatchObject({
      code: 2,
      stderr: 'Error: no/x cannot be written: there is no such file or folder.\n',
    })
  })
})

describe('billfold pass verify', () => {
  beforeAll(buildDefault)

  it('accepts a pass whose root is trusted, and says who signed it', async () => {
    const { code, stdout } = await billfold(['pass', 'verify', 'coffee.pkpass', '--root', certificates.root])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Pass type +pass\.com\.example\.coffee$/m)
    expect(stdout).toMatch(/^Team +ABCDE12345$/m)
    expect(stdout).toMatch(/^Signed at +\d{4}-.*Z$/m)
    expect(stdout).toMatch(/\nWallet takes this pass\.\n$/)
  })

  it('refuses one of a test authority, and says how to trust it', async () => {
    const { code, stdout, stderr } = await billfold(['pass', 'verify', 'coffee.pkpass'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Error {4}signature {2}\[ROOT_NOT_TRUSTED\]\n {9}The chain ends at .*\n {9}→ .*--root/m)
    expect(stdout).toMatch(/^Signature +right, but of an authority that is not trusted here$/m)
    expect(stdout).toContain('Wallet refuses this pass: 1 error.\n')
    expect(stdout).toContain('if you name its root with --root')
    expect(stderr).toBe('')
  })

  it('lists every finding in a --json document', async () => {
    const { code, json } = await billfold(['pass', 'verify', 'coffee.pkpass', '--json'])
    expect(code).toBe(1)
    expect(json()).toMatchObject({
      accepted: false,
      issues: [{ severity: 'error', path: 'signature', message: expect.any(String), fix: expect.any(String) }],
      passTypeIdentifier,
      signature: 'untrusted',
      chain: [expect.anything(), expect.anything()],
      signer: { subject: expect.stringContaining(`UID=${passTypeIdentifier}`) },
    })
    const trusted = await billfold(['pass', 'verify', 'coffee.pkpass', '--root', certificates.root, '--json'])
    expect(trusted.json()).toMatchObject({ accepted: true, issues: [], signature: 'trusted' })
  })

  it('finds out a file that was changed after signing', async () => {
    const { files } = openPackage(await readFile(join(folder, 'coffee.pkpass')))
    const changed = new Map([...files, ['icon.png', files.get('icon@2x.png')!]])
    const members = [...changed].map(([name, content]) => ({ name, content }))
    await writeFile(join(folder, 'changed.pkpass'), buildZip(members))
    const { code, stdout } = await billfold(['pass', 'verify', 'changed.pkpass', '--root', certificates.root])
    expect(code).toBe(1)
    expect(stdout).toContain('Error    icon.png  [MANIFEST_DIGEST_MISMATCH]')
    expect(stdout).toMatch(/^Signature +wrong$/m)
    expect(stdout).toContain('Wallet refuses this pass: 1 error')
  })

  it('lists what is wrong with something else than a pass', async () => {
    const { code, stdout } = await billfold(['pass', 'verify', 'Coffee.pass/pass.json'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Error {4}archive {2}\[ZIP_INVALID\]\n {9}This is no zip archive: it begins with "{/)
    expect(stdout).not.toContain('Signature')
  })

  it('has lines as wide as the terminal, and one line for each text elsewhere', async () => {
    const narrow = await billfold(['pass', 'verify', 'coffee.pkpass'], { terminal: true, columns: 60 })
    const lines = stripVTControlCharacters(narrow.stdout).split('\n')
    const finding = lines.slice(0, lines.indexOf(''))
    expect(finding.length).toBeGreaterThan(3)
    for (const line of finding) expect(line.length).toBeLessThanOrEqual(60)
    const piped = (await billfold(['pass', 'verify', 'coffee.pkpass'])).stdout.split('\n')
    expect(piped.indexOf('')).toBe(3)
  })

  it('takes only certificates as roots', async () => {
    const { code, stderr } = await billfold(['pass', 'verify', 'coffee.pkpass', '--root', 'Coffee.pass/pass.json'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: The root certificates cannot be used:\n {2}roots\[0\] – /)
  })
})

describe('billfold pass show', () => {
  beforeAll(buildDefault)

  it('draws the pass and tells who signed it and what it holds', async () => {
    const { code, stdout } = await billfold(['pass', 'show', 'coffee.pkpass'])
    expect(code).toBe(0)
    expect(stdout).toContain(
      [
        '╭────────────────────────────────────────────────╮',
        '│ Example Coffee                      Points 120 │',
        '│                                                │',
        '│ HOLDER                                         │',
        '│ Ada                                            │',
        '├────────────────────────────────────────────────┤',
        '│ Contact                                        │',
        '│ hello@coffee.example                           │',
        '╰────────────────────────────────────────────────╯',
      ].join('\n'),
    )
    expect(stdout).toMatch(/^Style +storeCard$/m)
    expect(stdout).toMatch(/^Serial number +card-1$/m)
    expect(stdout).toMatch(/^Signed by +Pass Type ID: pass\.com\.example\.coffee \(until \d{4}-\d\d-\d\d\)$/m)
    expect(stdout).toMatch(/^Issued by +Apple Worldwide Developer Relations .*, G4 \(until /m)
    expect(stdout).toMatch(/^Signature +right, but of an authority that is not trusted here$/m)
    expect(stdout).not.toContain('Error')
    for (const name of ['icon@2x.png', 'pass.json', 'manifest.json', 'signature']) {
      expect(stdout).toMatch(new RegExp(`^${name} +\\d+$`, 'm'))
    }
  })

  it('says of a signature whether it is right and trusted, or none', async () => {
    const { stdout } = await billfold(['pass', 'show', 'coffee.pkpass', '--root', certificates.root])
    expect(stdout).toMatch(/^Signature +right, and of a trusted authority$/m)
    expect(stdout.match(/^Issued by /gm)).toHaveLength(2)
    const { files } = openPackage(await readFile(join(folder, 'coffee.pkpass')))
    const members = [...files].map(([name, content]) => ({ name, content }))
    await writeFile(join(folder, 'more.pkpass'), buildZip([...members, { name: 'extra.txt', content: 'x' }]))
    const more = await billfold(['pass', 'show', 'more.pkpass'])
    expect(more).toMatchObject({ code: 0 })
    expect(more.stdout).toMatch(/^Signature +wrong$/m)
    expect(more.stdout).toContain('Error    extra.txt  [FILE_NOT_IN_MANIFEST]')
    const unsigned = members.filter(({ name }) => name !== 'signature')
    await writeFile(join(folder, 'unsigned.pkpass'), buildZip(unsigned))
    expect((await billfold(['pass', 'show', 'unsigned.pkpass'])).stdout).toMatch(/^Signature +none$/m)
  })

  it('wears its colours on a terminal only', async () => {
    expect((await billfold(['pass', 'show', 'coffee.pkpass'], { terminal: true })).stdout).toContain('\u001b[38;2;')
    expect((await billfold(['pass', 'show', 'coffee.pkpass'])).stdout).not.toContain('\u001b')
  })

  it('has pass.json and the files in a --json document', async () => {
    const { json } = await billfold(['pass', 'show', 'coffee.pkpass', '--json'])
    expect(json()).toMatchObject({
      pass: { ...coffeePass, passTypeIdentifier },
      files: expect.arrayContaining([{ name: 'icon.png', sizeBytes: expect.any(Number) }]),
      signer: { issuer: expect.stringContaining('Apple Worldwide Developer Relations') },
    })
  })

  it('shows a broken one as far as it goes, and what is wrong with it', async () => {
    const archive = buildZip([{ name: 'pass.json', content: '\ufeff{"storeCard": {},}' }])
    await writeFile(join(folder, 'broken.pkpass'), archive)
    const { code, stdout } = await billfold(['pass', 'show', 'broken.pkpass'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Error {4}pass\.json {2}\[JSON_TRAILING_COMMA\]\n {9}Line 1, column \d+: a comma stands before "}"\.\n {9}→ /m,
    )
    expect(stdout).toMatch(/^Warning {2}pass\.json {2}\[JSON_ENCODING\]\n {9}It is UTF-8 with a byte order mark/m)
    expect(stdout).toMatch(/^Error {4}manifest\.json, signature {2}\[MEMBER_MISSING\]$/m)
  })

  it('refuses what is no pass', async () => {
    const { code, stdout, stderr } = await billfold(['pass', 'show', 'Coffee.pass/pass.json'])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Error: The file is no pass that can be read:\n/)
  })
})

describe('billfold pass bundle', () => {
  it('puts passes into one file that unzip accepts', async () => {
    await buildDefault()
    const other = await temporaryFolder()
    await writePassFolder(other, { ...coffeePass, serialNumber: 'card-2' })
    const argv = [
      'pass',
      'build',
      join(other, 'Coffee.pass'),
      '-o',
      'other.pkpass',
      '--certificate',
      certificates.bundle,
    ]
    await billfold(argv)
    const { code, stdout } = await billfold(['pass', 'bundle', 'coffee.pkpass', 'other.pkpass', '-o', 'all.pkpasses'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^all\.pkpasses \(2 passes, \d+ bytes\)\n$/)
    execFileSync('unzip', ['-tq', join(folder, 'all.pkpasses')])
    const shown = await billfold(['pass', 'verify', 'all.pkpasses'])
    expect(shown.stdout).toContain('Error    archive  [PACKAGE_IS_BUNDLE]\n         It is a bundle of 2 passes.\n')
  })

  it('refuses the same pass twice, and writes nothing', async () => {
    const { code, stderr } = await billfold([
      'pass',
      'bundle',
      'coffee.pkpass',
      'coffee.pkpass',
      '-o',
      'twice.pkpasses',
    ])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: The passes cannot be bundled:\n {2}passes\[1\] – It is pass "card-1"/)
    await expect(readFile(join(folder, 'twice.pkpasses'))).rejects.toThrow('ENOENT')
  })
})
