import { describe, expect, test } from 'vitest'
import { storeCertificate } from '../credentials/testing.ts'
import { draftOf, useTestStudio } from './testing.ts'

const studio = useTestStudio()

const revisionsOf = (campaignId: string) =>
  studio.accounts.database.db.selectFrom('revisions').select('number').where('campaign_id', '=', campaignId).execute()

/** What Apple asks for, and the studio's content does without; among others. */
const worthALook = expect.arrayContaining([
  expect.objectContaining({ path: '/content/fields/back', code: 'contact_missing' }),
])

describe('POST /api/campaigns/:id/revisions', () => {
  test('puts the draft in force, numbered from 1', async () => {
    const source = studio.fitSource()
    const id = await studio.create({ draft: draftOf(source) })
    const answer = await studio.call('POST', `/api/campaigns/${id}/revisions`)
    expect([answer.statusCode, answer.json()]).toEqual([201, { revision: 1, warnings: worthALook, losses: [] }])
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json()).toMatchObject({
      state: 'published',
      revision: 1,
      draftDiffers: false,
    })
    expect((await studio.call('GET', `/api/campaigns/${id}/revisions/1`)).json()).toEqual({
      number: 1,
      publishedAt: studio.now(),
      source: draftOf(source),
    })
    expect((await studio.events()).at(-1)).toEqual({ type: 'campaign.published', data: { revision: 1 } })
  })

  test('an unchanged draft makes no new revision', async () => {
    const id = await studio.publish(studio.fitSource())
    const again = await studio.call('POST', `/api/campaigns/${id}/revisions`)
    expect([again.statusCode, again.json()]).toEqual([200, { revision: 1, warnings: worthALook, losses: [] }])
    // The same draft with its keys in another order says nothing else.
    const { content, ...rest } = draftOf(studio.fitSource())
    await studio.call('PUT', `/api/campaigns/${id}/draft`, { content, ...rest })
    expect((await studio.call('POST', `/api/campaigns/${id}/revisions`)).statusCode).toBe(200)
    expect(await revisionsOf(id)).toHaveLength(1)
  })

  test('a changed draft makes the next one; the former stays as it was', async () => {
    const id = await studio.publish(studio.fitSource())
    await studio.call('PUT', `/api/campaigns/${id}/draft`, draftOf({ ...studio.fitSource(), newsLabel: 'What is new' }))
    const answer = await studio.call('POST', `/api/campaigns/${id}/revisions`)
    expect([answer.statusCode, answer.json()]).toEqual([201, { revision: 2, warnings: worthALook, losses: [] }])
    const sourceOf = async (number: number) =>
      (await studio.call('GET', `/api/campaigns/${id}/revisions/${number}`)).json().source
    expect(await sourceOf(1)).toEqual(draftOf(studio.fitSource()))
    expect(await sourceOf(2)).toMatchObject({ newsLabel: 'What is new' })
  })

  test('twenty at once make one revision', async () => {
    const id = await studio.create({ draft: draftOf(studio.fitSource()) })
    const publish = () => studio.call('POST', `/api/campaigns/${id}/revisions`)
    const answers = await Promise.all(Array.from({ length: 20 }, publish))
    const codes = answers.map((answer) => answer.statusCode)
    expect(codes.filter((code) => code === 201)).toHaveLength(1)
    expect(codes.filter((code) => ![200, 201, 409].includes(code))).toEqual([])
    expect(await revisionsOf(id)).toHaveLength(1)
  })

  test('refuses an unfit draft with every reason at once, and changes nothing', async () => {
    const unknownImage = 'a'.repeat(64)
    const { content, ...source } = studio.fitSource()
    const id = await studio.create({
      draft: {
        ...draftOf({ ...source, content }),
        content: {
          ...content,
          title: '{{ contact.nickname }}',
          images: { logo: unknownImage },
          fields: {
            back: [
              { key: 'a', value: 'x' },
              { key: 'a', value: 'y' },
            ],
          },
        },
        variants: [{ when: { installed: true, zone: 'Mars/Base' }, content: { images: { strip: 'b'.repeat(64) } } }],
      },
    })
    const answer = await studio.call('POST', `/api/campaigns/${id}/revisions`)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'campaign_unfit'])
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toEqual(
      expect.arrayContaining([
        '/content/title',
        '/content/fields/back/1/key',
        '/variants/0/when/zone',
        '/content/images/icon',
        '/content/images/logo',
        '/variants/0/content/images/strip',
      ]),
    )
    for (const error of answer.json().errors) {
      expect(error).toEqual({
        path: expect.any(String),
        code: expect.any(String),
        message: expect.any(String),
        fix: expect.any(String),
      })
    }
    expect(await revisionsOf(id)).toEqual([])
    expect((await studio.call('GET', `/api/campaigns/${id}`)).json()).toMatchObject({ state: 'draft', revision: null })
  })

  test('a fault of one leaf hides none of another, nor of the raw part', async () => {
    const { content, ...source } = studio.fitSource()
    const faulty = {
      ...content,
      title: '{{ contact.nobody | shout }} {{ voucher.nothing }}',
      apple: {
        serialNumber: '7',
        webServiceURL: '{{ contact.nobody }}',
        formatVersion: 1,
        voided: 'yes',
        nfc: { message: 'm' },
      },
    }
    const variants = [
      { name: 'Gold', when: { installed: true as const }, content: { fields: { back: { hint: { row: 7 } } } } },
      {
        name: 'Gold',
        when: { voided: true as const },
        content: { fields: { header: [{ key: 'b', value: 'x', changeMessage: '' }] }, apple: { teamIdentifier: 'T' } },
      },
    ]
    const id = await studio.create({ draft: { ...source, kind: undefined, content: faulty, variants } })
    const { errors } = (await studio.call('POST', `/api/campaigns/${id}/revisions`)).json()
    expect(errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`).sort()).toEqual(
      [
        '/content/title template_syntax',
        '/content/title undeclared_token',
        '/content/title undeclared_token',
        '/content/apple/serialNumber identity_key',
        '/content/apple/webServiceURL identity_key',
        '/content/apple/webServiceURL undeclared_token',
        '/content/apple/formatVersion identity_key',
        '/content/apple/voided type_wrong',
        '/content/apple/nfc/encryptionPublicKey key_missing',
        '/variants/0/content/fields/back/hint/row out_of_range',
        '/variants/1/name duplicate_variant_name',
        '/variants/1/content/fields/header/0/changeMessage change_message_placeholder',
        '/variants/1/content/apple/teamIdentifier identity_key',
      ].sort(),
    )
  })

  test('judges each variant for Apple, and says nothing twice', async () => {
    const { content, ...source } = studio.fitSource()
    const unknown = 'c'.repeat(64)
    const variants = [
      { when: { installed: true as const }, content: { images: { logo: unknown } } },
      { when: { voided: true as const }, content: { logoText: 'Gone' } },
    ]
    const { images: _, ...withoutImages } = content as Record<string, unknown>
    const id = await studio.create({ draft: { ...source, kind: undefined, content: withoutImages, variants } })
    const { errors } = (await studio.call('POST', `/api/campaigns/${id}/revisions`)).json()
    expect(errors).toMatchObject([
      { path: '/content/images/icon', code: 'missing' },
      { path: '/variants/0/content/images/logo', code: 'unknown_asset' },
    ])
  })

  test('refuses when the certificate has expired, beside the faults of the draft', async () => {
    const customer = await studio.accounts.newCustomer()
    const certificate = await studio.authority.issue({ passTypeId: 'pass.test.short' })
    const { configuration } = await storeCertificate(studio.accounts, customer.id, certificate)
    const authorization = await studio.authorizationFor({ customerId: customer.id })
    const body = { name: 'Old', kind: 'loyalty', walletConfigurationId: configuration.id }
    const { id } = (await studio.call('POST', '/api/campaigns', body, authorization)).json()
    const twoYearsMs = 2 * 365 * 86_400_000
    studio.accounts.clock.turn(twoYearsMs)
    const answer = await studio.call('POST', `/api/campaigns/${id}/revisions`, undefined, authorization)
    studio.accounts.clock.turn(-twoYearsMs)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          path: '/walletConfigurationId',
          code: 'certificate_unusable',
          message: expect.stringContaining('expired'),
        }),
        expect.objectContaining({ path: '/content/title' }),
      ]),
    )
  })

  test('refuses an archived campaign', async () => {
    const id = await studio.publish(studio.fitSource())
    await studio.call('POST', `/api/campaigns/${id}/archive`)
    const answer = await studio.call('POST', `/api/campaigns/${id}/revisions`)
    expect([answer.statusCode, answer.json().code]).toEqual([410, 'campaign_archived'])
    expect(answer.json().hint).toContain('POST /api/campaigns')
  })
})
