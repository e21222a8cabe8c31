import { importPass, type PassJson, readPass } from '@billfold/pkpass'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { buildZip } from '../../../../packages/pkpass/src/testing/zip-builder.ts'
import { iPhoneSafari, useTestStudio } from '../testing.ts'

const studio = useTestStudio()

const image = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
const zip = (files: Readonly<Record<string, string | Uint8Array>>) =>
  buildZip(Object.entries(files).map(([name, content]) => ({ name, content, method: 8 })))

const coffee: PassJson = {
  formatVersion: 1,
  passTypeIdentifier: 'pass.of.somebody',
  teamIdentifier: 'SOMEBODY00',
  serialNumber: 'old-1',
  webServiceURL: 'https://old.example',
  authenticationToken: 'a token of the old one',
  organizationName: 'Harbour Coffee',
  description: 'Loyalty card',
  storeCard: { primaryFields: [{ key: 'stamps', label: 'Stamps', value: 3, changeMessage: 'You have %@' }] },
  barcodes: [{ format: 'PKBarcodeFormatQR', message: 'M-1', messageEncoding: 'iso-8859-1' }],
  fromTheFuture: { kept: true },
}
const coffeeFiles = async () => ({
  'pass.json': JSON.stringify(coffee),
  'icon.png': await image(38, 38, '#aa0000'),
  'icon@3x.png': await image(114, 114, '#00aa00'),
  'strip@2x.png': await image(750, 288, '#0000aa'),
  'de.lproj/pass.strings': '"Stamps" = "Stempel";',
  'en.lproj/pass.strings': '"Stamps" = "Stamps so far";',
})

async function importFile(
  payload: Uint8Array | string,
  { query = {}, authorization }: { query?: Readonly<Record<string, string>>; authorization?: string } = {},
) {
  const { walletConfigurationId } = studio
  return studio.app.inject({
    method: 'POST',
    url: '/api/campaigns/import',
    query: { walletConfigurationId, ...query },
    headers: {
      authorization: authorization ?? (await studio.authorizationFor({ scopes: ['campaigns:write', 'assets:write'] })),
      'content-type': 'application/vnd.apple.pkpass',
    },
    payload: Buffer.from(payload),
  })
}

describe('POST /api/campaigns/import', () => {
  it('makes a campaign whose passes say what the pass said, with its images', async () => {
    const answer = await importFile(zip(await coffeeFiles()))
    expect(answer.statusCode).toBe(201)
    const { campaign, findings } = answer.json()
    expect(campaign).toMatchObject({ name: 'Loyalty card', kind: 'loyalty', state: 'draft' })
    expect(findings.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)).toEqual([
      'language_left_out de.lproj',
    ])
    expect(campaign.issues).toEqual([])

    expect((await studio.call('POST', `/api/campaigns/${campaign.id}/revisions`)).statusCode).toBe(201)
    const link = await studio.link({ campaignId: campaign.id, contactId: 'ada', platform: 'apple' } as never)
    const { rawPayload } = await studio.open(link, { userAgent: iPhoneSafari })
    const { pass, files } = readPass(rawPayload)
    const { storeCard, serialNumber, webServiceURL, authenticationToken, passTypeIdentifier, teamIdentifier } = coffee
    expect(pass).toMatchObject({
      ...coffee,
      storeCard: { primaryFields: [{ ...storeCard?.primaryFields?.[0], label: 'Stamps so far' }] },
      serialNumber: expect.not.stringMatching(serialNumber as string),
      webServiceURL: expect.not.stringMatching(webServiceURL as string),
      authenticationToken: expect.not.stringMatching(authenticationToken as string),
      passTypeIdentifier: expect.not.stringMatching(passTypeIdentifier as string),
      teamIdentifier: expect.not.stringMatching(teamIdentifier as string),
    })
    const { width, height } = await sharp(files.get('icon@3x.png')).metadata()
    expect([width, height]).toEqual([114, 114])
    const [, green] = await sharp(files.get('icon.png')).removeAlpha().raw().toBuffer()
    expect(green).toBe(0xaa)
    expect(files.has('strip@2x.png')).toBe(true)
    // Imported once more, it is the same campaign.
    expect(importPass(rawPayload).pass).toMatchObject({ fromTheFuture: { kept: true } })
  })

  it('takes the language and the name that are wanted', async () => {
    const answer = await importFile(zip(await coffeeFiles()), { query: { language: 'de', name: 'Kaffee' } })
    expect(answer.json().campaign).toMatchObject({
      name: 'Kaffee',
      draft: { content: { language: 'de', fields: { primary: [{ key: 'stamps', label: 'Stempel' }] } } },
    })
  })

  it('takes a template of Pass Designer, zipped with its folder', async () => {
    const files = Object.fromEntries(
      Object.entries(await coffeeFiles()).map(([name, content]) => [`Card.pkpasstemplate/${name}`, content]),
    )
    const { campaign, findings } = (await importFile(zip(files))).json()
    expect(campaign.kind).toBe('loyalty')
    expect(findings[0]).toMatchObject({ code: 'package_in_folder', path: 'Card.pkpasstemplate' })
  })

  it('keeps the form by which one enrols, with tokens for what it asks for', async () => {
    const form = { description: 'Stamps', requiredPersonalizationFields: ['PKPassPersonalizationFieldEmailAddress'] }
    const files = { ...(await coffeeFiles()), 'personalization.json': JSON.stringify(form) }
    const { campaign, findings } = (await importFile(zip(files))).json()
    expect(campaign.draft).toMatchObject({
      content: { enrolment: { description: 'Stamps so far', tokens: { emailAddress: 'contact.email' } } },
      tokens: [{ name: 'contact.email', personal: true }],
    })
    expect(findings.filter(({ path }: { path: string }) => path === 'personalization.json')).toEqual([])
    expect(campaign.issues).toEqual([])
  })

  it('keeps a draft that cannot be published yet, and says why', async () => {
    const broken = '\ufeff{"generic": {"backFields": [{"key": "a b", "value": "c"},]}}'
    const { campaign, findings } = (
      await importFile(zip({ 'pass.json': broken, 'icon.png': 'no image', 'artwork.pdf': '%PDF' }))
    ).json()
    const codes = findings.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)
    expect(codes).toEqual([
      'json_encoding pass.json',
      'json_trailing_comma pass.json',
      'file_left_out artwork.pdf',
      'image_unreadable icon.png',
      'field_key_renamed generic.backFields[0].key',
    ])
    expect(campaign).toMatchObject({ name: 'Imported pass', kind: 'generic' })
    expect(campaign.issues.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['/content/issuerName', '/content/images/icon']),
    )
  })

  it('leaves out what no draft can hold, and says so', async () => {
    const odd = JSON.stringify(coffee).replace('{', '{"__proto__": {"a": 1},').replace('Stamps', 'Sta\\u0000mps')
    const answer = await importFile(zip({ ...(await coffeeFiles()), 'pass.json': odd }))
    expect(answer.statusCode).toBe(201)
    const { campaign, findings } = answer.json()
    expect(findings.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)).toEqual([
      'language_left_out de.lproj',
      'not_kept __proto__',
      'character_left_out storeCard.primaryFields[0].label',
    ])
    expect(campaign.draft.content.fields.primary[0].label).toBe('Stamps')
  })

  it.each([
    ['no archive', 'hello', 'zip_invalid archive'],
    ['nothing', '', 'zip_invalid archive'],
    ['an archive without pass.json', zip({ 'icon.png': 'x' }), 'member_missing pass.json'],
    ['a pass.json that is none', zip({ 'pass.json': '[]' }), 'json_invalid pass.json'],
  ])('refuses %s', async (_, payload, expected) => {
    const answer = await importFile(payload)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'pass_unreadable' })
    const found = answer.json().errors.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`)
    expect(found).toContain(expected)
  })

  it('refuses more than 20 MB', async () => {
    const answer = await importFile(Buffer.alloc(20 * 1024 * 1024 + 1))
    expect(answer.statusCode).toBe(413)
  })

  it('refuses credentials that the customer does not have, and keeps no image', async () => {
    const { db } = studio.accounts.database
    const count = () =>
      db
        .selectFrom('assets')
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirst()
    const before = await count()
    const files = { ...(await coffeeFiles()), 'logo.png': await image(320, 100, '#123456') }
    const answer = await importFile(zip(files), { query: { walletConfigurationId: 'wal_none' } })
    expect(answer.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: '/walletConfigurationId' }] })
    expect(await count()).toEqual(before)
  })

  it.each([
    ['campaigns:write', { scopes: ['assets:write'] }],
    ['assets:write', { scopes: ['campaigns:write'] }],
  ] as const)('asks for the scope %s', async (_, options) => {
    const authorization = await studio.authorizationFor({ scopes: [...options.scopes] })
    expect((await importFile('x', { authorization })).statusCode).toBe(403)
  })

  it('is not for keys that are limited to campaigns', async () => {
    const authorization = await studio.authorizationFor({ campaignIds: ['cam_x'] })
    const answer = await importFile(zip(await coffeeFiles()), { authorization })
    expect(answer.statusCode).toBe(403)
    expect(answer.json().detail).toContain('limited to campaigns')
  })
})
