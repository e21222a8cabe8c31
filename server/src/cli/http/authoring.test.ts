import { rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { passphrase, passTypeIdentifier, teamIdentifier } from '../testing/certificates.ts'
import { coffeeDraft } from '../testing/coffee.ts'
import { writePassFolder } from '../testing/pass-folder.ts'
import { openTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const billfold = (...argv: string[]) => server.billfold(argv)

describe('billfold wallet', () => {
  it('stores a certificate, and renews it', async () => {
    expect((await billfold('wallet', 'list')).stdout).toMatch(/^No credentials are stored yet\./)
    const { bundle } = server.certificates
    const stored = await billfold('wallet', 'add', '--certificate', bundle, '--name', 'Coffee')
    expect(stored).toMatchObject({ code: 0, stderr: '' })
    expect(stored.stdout).toMatch(/^The certificate is stored\.\n/)
    expect(stored.stdout).toMatch(/^Pass type +pass\.com\.example\.coffee$/m)
    expect(stored.stdout).toMatch(/^Team +ABCDE12345 \(Example Coffee\)$/m)
    expect(stored.stdout).toMatch(/^Valid until +.* \(36\d days left\)$/m)
    const renewed = await billfold('wallet', 'add', '--certificate', bundle)
    expect(renewed.stdout).toMatch(/^The certificate is renewed\.\n/)
    expect(renewed.stdout).toMatch(/^Name +Coffee$/m)
  })

  it('takes a .p12 file with its passphrase', async () => {
    const argv = ['wallet', 'add', '--p12', server.certificates.pkcs12, '--passphrase-env', 'P12', '--json']
    const stored = await server.billfold(argv, { env: { P12: passphrase } })
    expect(stored.json()).toMatchObject({ passTypeId: passTypeIdentifier, teamId: teamIdentifier, warnings: [] })
    expect(stored.stdout).not.toContain(passphrase)
  })

  it('lists what is stored, with the days that are left', async () => {
    await billfold('wallet', 'add', '--certificate', server.certificates.bundle, '--name', 'Coffee')
    expect((await billfold('wallet', 'list')).stdout).toMatch(
      /^wal_\w+ +Coffee +pass\.com\.example\.coffee +ABCDE12345 +36\d$/m,
    )
    const listed = (await billfold('wallet', 'list', '--json')).json<{ items: { id: string; name: string }[] }>()
    expect(listed).toMatchObject({ items: [{ name: 'Coffee' }] })
    expect((await billfold('wallet', 'show', listed.items[0]?.id ?? '')).stdout).toMatch(
      /^Pass Type ID: pass\.com\.example\.coffee +[0-9A-F]+ +20[\d-]{8} +20[\d-]{8} +no +signs$/m,
    )
  })

  it('says what is wrong with what was given', async () => {
    const key = await billfold('wallet', 'add', '--certificate', server.certificates.privateKey)
    expect(key.code).toBe(1)
    expect(key.stderr).toMatch(/^Error: The request is not valid\.\n {2}--certificate – This is a private key/)
    expect(await billfold('wallet', 'add')).toMatchObject({ code: 2 })
  })

  it.each([
    ['--p12', ['--p12', 'bundle'], {}],
    ['--passphrase-env', ['--p12', 'pkcs12'], {}],
    ['--passphrase-env', ['--p12', 'pkcs12', '--passphrase-env', 'P12'], { P12: 'wrong' }],
    ['--private-key', ['--certificate', 'certificate'], {}],
    ['--intermediate', ['--certificate', 'certificate', '--private-key', 'privateKey'], {}],
    ['--intermediate', ['--certificate', 'bundle', '--intermediate', 'privateKey'], {}],
  ] as const)('names the option %s that is at fault, of %j', async (option, argv, env) => {
    const { certificates } = server
    const given = argv.map((word) => (word in certificates ? certificates[word as keyof typeof certificates] : word))
    const { code, stderr } = await server.billfold(['wallet', 'add', ...given], { env })
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^Error: .*\n  ${option} – `))
    expect(stderr).not.toMatch(/^ {2}\//m)
  })

  it('takes what billfold certificate install has joined, in the same step', async () => {
    const { certificate, privateKey } = server.certificates
    const intermediate = join(dirname(certificate), 'authority/intermediate.pem')
    const argv = ['--private-key', privateKey, '--intermediate', intermediate, '--out', 'installed']
    const installed = await billfold('certificate', 'install', certificate, ...argv, '--store', '--json')
    expect(installed).toMatchObject({ code: 0, stderr: '' })
    expect(installed.json()).toMatchObject({
      file: `installed/${passTypeIdentifier}.pem`,
      wallet: { passTypeId: passTypeIdentifier, name: 'Coffee' },
    })
  })

  it('takes what billfold certificate develop makes, and a phone in the same data folder trusts it', async () => {
    const out = ['--out', 'develop', '--json']
    const argv = ['certificate', 'develop', '--pass-type', 'pass.com.example.tea', '--team', 'ABCDE12345', ...out]
    const { files } = (await server.billfold(argv)).json<{ files: Record<string, string> }>()
    const { certificate = '', privateKey = '', intermediate = '' } = files
    const pair = ['--certificate', certificate, '--private-key', privateKey]
    const stored = await billfold('wallet', 'add', ...pair, '--intermediate', intermediate, '--json')
    expect(stored.json()).toMatchObject({ passTypeId: 'pass.com.example.tea', name: 'pass.com.example.tea' })
    await writePassFolder(server.folder)
    await billfold('pass', 'build', 'Coffee.pass', '-o', 'tea.pkpass', ...pair, '--intermediate', intermediate)
    expect(await billfold('phone', 'add', 'tea.pkpass')).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('billfold asset upload', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('takes a %s and prints its id', async (format) => {
    const image = sharp({ create: { width: 40, height: 20, channels: 3, background: '#5a3214' } })
    await image.toFormat(format).toFile(join(server.folder, `strip.${format}`))
    const uploaded = await billfold('asset', 'upload', `strip.${format}`)
    expect(uploaded).toMatchObject({ code: 0, stderr: '' })
    expect(uploaded.stdout).toMatch(/^Asset +[0-9a-f]{64}$/m)
    expect(uploaded.stdout).toMatch(/^Size +40 × 20 pixels, \d+ bytes$/m)
    expect((await billfold('asset', 'upload', `strip.${format}`)).stdout).toContain(`strip.${format} is there already.`)
  })

  it('says that it took one picture of an animation', async () => {
    const pictures = ['#ff0000', '#0000ff'].map((background) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer(),
    )
    const animation = sharp(await Promise.all(pictures), { join: { animated: true } })
    await animation.webp().toFile(join(server.folder, 'moving.webp'))
    const uploaded = await billfold('asset', 'upload', 'moving.webp')
    expect(uploaded.stdout).toMatch(/^ {2}moving\.webp – The image is an animation: only its first picture is kept/m)
  })

  it('says what is no image, and what is no file', async () => {
    await writeFile(join(server.folder, 'note.txt'), 'Hello')
    expect(await billfold('asset', 'upload', 'note.txt')).toMatchObject({ code: 1, stdout: '' })
    expect(await billfold('asset', 'upload', 'no.png')).toMatchObject({
      code: 2,
      stderr: 'Error: no.png cannot be read: there is no such file or folder.\n',
    })
  })
})

describe('billfold campaign import', () => {
  const wallet = async () =>
    (await billfold('wallet', 'add', '--certificate', server.certificates.bundle, '--json')).json<{ id: string }>().id

  it('makes a campaign of a pass, and says what is missing to publish it', async () => {
    await writePassFolder(server.folder)
    const built = ['pass', 'build', 'Coffee.pass', '-o', 'import.pkpass', '--certificate', server.certificates.bundle]
    await billfold(...built)
    const imported = await billfold('campaign', 'import', 'import.pkpass', '--wallet', await wallet(), '--name', 'Old')
    expect(imported).toMatchObject({ code: 0, stderr: '' })
    expect(imported.stdout).toMatch(/^Name +Old$/m)
    expect(imported.stdout).toMatch(/^Kind +loyalty$/m)
    expect(imported.stdout).toContain('It is fit to be published.')
    const id = /^Campaign +(cam_\w+)$/m.exec(imported.stdout)?.[1]
    expect(imported.stdout).toContain(`\`billfold campaign show ${id}\` has its draft.`)
    expect(imported.stdout).not.toContain('{')
  })

  it('takes a folder of Pass Designer, and says what it does not keep', async () => {
    const folder = await writePassFolder(server.folder)
    await writeFile(join(folder, 'notes.txt'), 'Ask the roaster.')
    const imported = await billfold('campaign', 'import', 'Coffee.pass', '--wallet', await wallet(), '--json')
    await rm(join(folder, 'notes.txt'))
    expect(imported.json()).toMatchObject({
      campaign: { kind: 'loyalty', draft: { content: { issuerName: 'Example Coffee' } }, issues: [] },
      findings: [{ code: 'file_left_out', path: 'notes.txt' }],
    })
  })

  it('says what is no pass', async () => {
    const { code, stderr } = await billfold(
      'campaign',
      'import',
      server.certificates.bundle,
      '--wallet',
      await wallet(),
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: The body is no pass that can be read\.\n {2}archive – This is no zip archive/)
  })
})

describe('billfold campaign', () => {
  let campaignFile: string
  let draft: ReturnType<typeof coffeeDraft>

  beforeAll(async () => {
    const wallet = await billfold('wallet', 'add', '--certificate', server.certificates.bundle, '--json')
    const icon = sharp({ create: { width: 114, height: 114, channels: 3, background: '#5a3214' } })
    await icon.png().toFile(join(server.folder, 'icon.png'))
    const asset = await billfold('asset', 'upload', 'icon.png', '--json')
    draft = coffeeDraft(asset.json<{ id: string }>().id)
    const walletConfigurationId = wallet.json<{ id: string }>().id
    campaignFile = await server.write('coffee.json', {
      name: 'Coffee card',
      kind: 'loyalty',
      walletConfigurationId,
      draft,
    })
  })

  const create = async () => (await billfold('campaign', 'create', campaignFile, '--json')).json<{ id: string }>().id

  it('is created from a file, published and archived', async () => {
    const created = await billfold('campaign', 'create', campaignFile)
    expect(created).toMatchObject({ code: 0, stderr: '' })
    expect(created.stdout).toMatch(/^State +draft\nRevision +none yet\nDraft +not published yet$/m)
    const id = /^Campaign +(cam_\w+)$/m.exec(created.stdout)?.[1] ?? ''
    expect(created.stdout).toContain('It is fit to be published.')
    for (const answer of ['Revision 1 is in force.', 'Revision 1 is in force already.']) {
      const published = await billfold('campaign', 'publish', id)
      expect(published.code).toBe(0)
      expect(published.stdout.split('\n')[0]).toBe(answer)
      expect(published.stdout).toContain('Worth a look, for Apple Wallet: 1 warning.\n  /content/fields/back – ')
    }
    expect((await billfold('campaign', 'list')).stdout).toMatch(
      new RegExp(`^${id} +Coffee card +loyalty +published +1$`, 'm'),
    )
    expect(await billfold('campaign', 'archive', id)).toMatchObject({ stdout: 'Campaign Coffee card is archived.\n' })
    const refused = await billfold('campaign', 'publish', id)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('is archived')
  })

  it('gets a draft that is kept though unfit, with every reason', async () => {
    const id = await create()
    const unfit = await server.write('unfit.json', { ...draft, content: { issuerName: 'Example {{ contact.nope }}' } })
    const kept = await billfold('campaign', 'draft', id, unfit)
    expect(kept.code).toBe(0)
    expect(kept.stdout).toMatch(/^The draft is kept\.\nIt is not fit to be published yet: \d+ problems\.\n/)
    for (const place of ['/content/issuerName', '/content/title', '/content/description']) {
      expect(kept.stdout).toContain(`  ${place} – `)
    }
    const refused = await billfold('campaign', 'publish', id)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('  /content/title – ')
    const fit = await billfold('campaign', 'draft', id, await server.write('fit.json', draft))
    expect(fit.code).toBe(0)
    expect(fit.stdout.split('\n')).toEqual([
      'The draft is kept.',
      'It is fit to be published.',
      '',
      'Worth a look, for Apple Wallet: 1 warning.',
      expect.stringMatching(/^ {2}\/content\/fields\/back – The back says nowhere how to reach the issuer\. – /),
      '',
    ])
  })

  it('is shown with its draft, which can be put back as it is', async () => {
    const id = await create()
    const shown = await billfold('campaign', 'show', id, '--json')
    const same = await server.write('same.json', shown.json<{ draft: object }>().draft)
    const kept = await billfold('campaign', 'draft', id, same)
    expect(kept).toMatchObject({ code: 0, stderr: '' })
    expect((await billfold('campaign', 'show', id)).stdout).toContain('"value": "{{ contact.firstName }}"')
  })

  it('is previewed with tokens, at any time', async () => {
    const id = await create()
    const shown = await billfold('campaign', 'preview', id, '--token', 'contact.firstName=Grace', '--at', '2030-01-01')
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toMatch(/^At 2030-01-01T00:00:00\.000Z:\n/)
    expect(shown.stdout).toMatch(/^primary Holder +Grace$/m)
    expect((await billfold('campaign', 'preview', id, '--json')).json()).toMatchObject({
      content: { title: 'Coffee card' },
      applePassJson: { storeCard: { primaryFields: [{ key: 'holder', value: 'Ada' }] } },
    })
  })

  it('says what is wrong with a file, and which campaign there is not', async () => {
    const wrong = await billfold('campaign', 'create', await server.write('wrong.json', { nme: 'Coffee' }))
    expect(wrong.code).toBe(1)
    for (const place of ['/name', '/kind', '/nme']) expect(wrong.stderr).toContain(`  ${place} – `)
    await writeFile(join(server.folder, 'half.json'), '{ "name": ')
    const half = await billfold('campaign', 'create', 'half.json')
    expect(half.code).toBe(2)
    expect(half.stderr).toMatch(/^Error: half\.json is no JSON: /)
    const unknown = await billfold('campaign', 'show', 'cam_nope', '--json')
    expect(unknown.code).toBe(1)
    expect(unknown.json()).toMatchObject({ error: { code: 'not_found' } })
  })
})

describe('an API key', () => {
  it('without the right for a command is refused, and what it lacks is named', async () => {
    const { customerId } = server
    const made = await billfold(
      'key',
      'create',
      '--customer',
      customerId,
      '--name',
      'shop',
      '--scope',
      'links:create',
      '--json',
    )
    const key = made.json<{ key: string }>().key
    const refused = await billfold('campaign', 'list', '--api-key', key)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('lacks the scope campaigns:read')
  })
})
