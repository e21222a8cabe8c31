import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importPass, readPass } from '@billfold/pkpass'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { developmentAuthority, openssl } from '../../../../packages/pkpass/src/testing/development-authority.ts'
import { nfcKey } from '../../../../packages/pkpass/src/testing/fixtures.ts'
import { verifySignature } from '../../../../packages/pkpass/src/verify/verify-signature.ts'
import { type AppleWorld, icon, loyaltyCard, openAppleWorld, picture } from '../../../test/apple-world.ts'
import type { RevisionSource } from '../../passes/content/revision.ts'
import { contentNow } from '../../passes/content-at.ts'
import { issuePass } from '../../passes/issue.ts'
import type { Pass } from '../../passes/pass.ts'
import { stateAt } from '../../passes/past.ts'
import { voidPass } from '../../passes/void.ts'

let apple: AppleWorld
let campaign: string
let pass: Pass
let contacts = 0

function rewards(images: { icon: string; personalizationLogo: string }): RevisionSource {
  const card = loyaltyCard(images)
  return {
    ...card,
    tokens: [
      ...card.tokens,
      { name: 'contact.lastName', personal: true },
      { name: 'contact.email', personal: true },
      { name: 'contact.postalCode', personal: true },
      { name: 'contact.country', personal: true },
    ],
    content: {
      ...card.content,
      enrolment: {
        description: 'Collect points with every cup.',
        terms: 'See <a href="https://aurora.example/terms">our terms</a>.',
        tokens: {
          givenName: 'contact.firstName',
          familyName: 'contact.lastName',
          emailAddress: 'contact.email',
          postalCode: 'contact.postalCode',
          countryCode: 'contact.country',
        },
      },
      apple: { nfc: { message: 'aurora', encryptionPublicKey: nfcKey } },
    } as RevisionSource['content'],
    variants: [{ name: 'member', when: { enrolled: true }, content: { title: 'Aurora Members' } }],
  }
}

beforeAll(async () => {
  apple = await openAppleWorld()
  const logo = await apple.asset(await picture(450, 120))
  campaign = await apple.world.publish(rewards({ icon: await apple.asset(await icon()), personalizationLogo: logo }))
})
beforeEach(async () => {
  pass = await apple.issue(campaign, `contact-${++contacts}`)
  await apple.world.number()
})
afterAll(() => apple.close())

const token = 'q83vEjRWeJ+/0A=='
const info = {
  fullName: 'Ada Lovelace',
  givenName: 'Ada',
  familyName: 'Lovelace',
  emailAddress: 'ada@example.com',
  postalCode: '10115',
  ISOCountryCode: 'DE',
}

let addresses = 0
const post = (payload: unknown, of: { serial: string; passTypeId: string } = pass, address?: string) =>
  apple.app.inject({
    method: 'POST',
    url: `/v1/passes/${of.passTypeId}/${of.serial}/personalize`,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    remoteAddress: address ?? `10.1.${addresses >> 8}.${addresses++ & 255}`,
  })
const enrol = (over: object = {}) => post({ personalizationToken: token, requiredPersonalizationInfo: info, ...over })

const fetched = async (ifModifiedSince?: string) => {
  const answer = await apple.phone.fetch(pass, ifModifiedSince)
  expect(answer.statusCode).toBe(200)
  return { answer, package: importPass(answer.rawPayload) }
}
const tokens = async () => (await apple.reload(pass)).tokens
const events = async () => {
  const { rows } = await apple.world.database.pool.query<{ type: string; data: object; visible: boolean }>(
    `select type, data, visible from log where pass_id = $1
     union all select type, data, visible from log_unnumbered where pass_id = $1`,
    [pass.id],
  )
  return rows.filter(({ type }) => type === 'enrolled')
}

describe('a pass that awaits its holder', () => {
  it('holds the form, which asks for what has a token, and its logo', async () => {
    const { package: file } = await fetched()
    expect(JSON.parse(Buffer.from(file.files['personalization.json'] as Uint8Array).toString())).toEqual({
      description: 'Collect points with every cup.',
      termsAndConditions: 'See <a href="https://aurora.example/terms">our terms</a>.',
      requiredPersonalizationFields: [
        'PKPassPersonalizationFieldName',
        'PKPassPersonalizationFieldEmailAddress',
        'PKPassPersonalizationFieldPostalCode',
      ],
    })
    expect(Object.keys(file.files)).toContain('personalizationLogo@3x.png')
  })
})

describe('Personalize', () => {
  it('gives what openssl finds signed by the pass’s certificate, which comes from the trusted root', async () => {
    const { folder, root } = developmentAuthority()
    const [signature, content] = [join(folder, 'token.p7s'), join(folder, 'token')] as const
    writeFileSync(signature, (await enrol()).rawPayload)
    writeFileSync(content, token)
    const input = ['-verify', '-binary', '-inform', 'DER', '-in', signature, '-content', content]
    // The world's clock is ahead of openssl's.
    const trust = ['-CAfile', root.certificateFile, '-purpose', 'any', '-no_check_time']
    expect(openssl('cms', ...input, ...trust).toString()).toBe(token)
  })

  it('answers with a detached signature over the token by the certificate of the pass', async () => {
    const answer = await enrol()
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    const { issues, signer } = verifySignature(answer.rawPayload, Buffer.from(token))
    expect(issues).toEqual([])
    const package_ = readPass((await fetched()).answer.rawPayload)
    const manifest = verifySignature(
      package_.files.get('signature') as Uint8Array,
      package_.files.get('manifest.json') as Uint8Array,
    )
    expect(signer?.fingerprint256).toBe(manifest.signer?.fingerprint256)
  })

  it('makes tokens of the contact of what was filled in', async () => {
    await enrol()
    expect(await tokens()).toEqual({
      'contact.firstName': 'Ada',
      'contact.lastName': 'Lovelace',
      'contact.email': 'ada@example.com',
      'contact.postalCode': '10115',
      'contact.country': 'DE',
    })
  })

  it('replaces the pass by one without the form, even for a phone that asks whether it is newer', async () => {
    const before = await fetched()
    await enrol()
    const { package: file } = await fetched(String(before.answer.headers['last-modified']))
    expect(Object.keys(file.files).filter((name) => name.startsWith('personalization'))).toEqual([])
    expect(file.pass.storeCard).toMatchObject({ primaryFields: [{ key: 'name', value: 'Ada' }] })
    expect(file.own.serialNumber).toBe(pass.serial)
  })

  it('is told as an event without anything personal, and the past knows it', async () => {
    const { core, clock } = apple.world
    await enrol()
    expect(await events()).toEqual([{ type: 'enrolled', visible: true, data: { wallet: 'apple', tokens: {} } }])
    clock.advance(5000)
    const state = await stateAt(core.database.db, await apple.reload(pass), clock.now())
    expect(state?.tokens.contact).toMatchObject({ email: 'ada@example.com' })
    expect(state?.facts.enrolledAt).toEqual((await apple.reload(pass)).enrolledAt)
  })

  it('lets variants begin that wait for it', async () => {
    const { core, clock } = apple.world
    const title = async () => (await contentNow(core, await apple.reload(pass), clock.now())).title
    expect(await title()).toBe('Aurora Card')
    await enrol()
    expect(await title()).toBe('Aurora Members')
  })

  it('is never overwritten by a link, as what its holder wrote is the holder’s word', async () => {
    const { core, clock, customerId } = apple.world
    await enrol()
    clock.advance(60_000)
    await issuePass(core, {
      customerId,
      campaignId: campaign,
      contactId: pass.contactId,
      tokens: { 'contact.firstName': 'somebody', 'voucher.points': 3 },
      source: { kind: 'link', issuedAt: clock.now() },
    })
    expect(await tokens()).toMatchObject({ 'contact.firstName': 'Ada', 'voucher.points': 3 })
  })

  it('takes one of the names for the name, and leaves the tokens of the others alone', async () => {
    const { familyName: _, ...others } = info
    expect((await enrol({ requiredPersonalizationInfo: others })).statusCode).toBe(200)
    expect(await tokens()).not.toHaveProperty('contact.lastName')
  })
})

describe('a second request', () => {
  it('with the same token is answered the same, and changes nothing: the first answer may have been lost', async () => {
    await enrol()
    const again = await enrol({ requiredPersonalizationInfo: { ...info, givenName: 'Grace' } })
    expect(again.statusCode).toBe(200)
    expect(verifySignature(again.rawPayload, Buffer.from(token)).issues).toEqual([])
    expect(await tokens()).toMatchObject({ 'contact.firstName': 'Ada' })
    expect(await events()).toHaveLength(1)
  })

  it('with another token is refused', async () => {
    await enrol()
    const answer = await enrol({ personalizationToken: 'another' })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'personalization_not_offered'])
  })

  it('of several at once, one is taken', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => enrol({ personalizationToken: `token-${index}` })),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(7).fill(404)])
    expect(await events()).toHaveLength(1)
  })
})

describe('what is not signed', () => {
  it.each([
    ['a manifest of a pass', '{"icon.png":"da39a3ee5e6b4b0d3255bfef95601890afd80709","pass.json":"00"}'],
    ['an empty manifest', '{}'],
    ['white space before a manifest', '\n{"pass.json":"00"}'],
    ['an empty text', ''],
    ['a text of 513 characters', 'a'.repeat(513)],
    ['a number', 7],
    ['an object', { 'pass.json': '00' }],
    ['nothing', undefined],
  ])('%s as the token: nobody is enrolled', async (_, unsafe) => {
    const answer = await enrol({ personalizationToken: unsafe })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toMatchObject([{ path: '/personalizationToken', code: 'personalization_token' }])
    expect((await apple.reload(pass)).enrolledAt).toBeNull()
  })

  it('anything for a pass that is void, unknown, of another type or of a campaign without a form', async () => {
    const plain = await apple.world.publish(loyaltyCard({ icon: await apple.asset(await icon()) }))
    const without = await apple.issue(plain, `contact-${++contacts}`)
    const voided = await apple.issue(campaign, `contact-${++contacts}`)
    await voidPass(apple.world.core, voided.customerId, voided.id)
    const body = { personalizationToken: token, requiredPersonalizationInfo: info }
    const names = [without, voided, { ...pass, serial: '0'.repeat(26) }, { ...pass, passTypeId: 'pass.nobody' }]
    for (const name of names) {
      const answer = await post(body, name)
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'personalization_not_offered'])
    }
  })

  it('anything for a form that is not filled in: everything missing is named at once, and it can be sent again', async () => {
    const answer = await enrol({ requiredPersonalizationInfo: { givenName: ' ', postalCode: 17 } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors.map(({ path }: { path: string }) => path)).toEqual([
      '/requiredPersonalizationInfo/postalCode',
      '/requiredPersonalizationInfo/givenName',
      '/requiredPersonalizationInfo/emailAddress',
    ])
    expect(await events()).toEqual([])
    expect((await enrol()).statusCode).toBe(200)
  })

  it.each(['Ada\nLovelace', 'A\0da', '\ud800', 'a'.repeat(501), ['Ada']])(
    'anything for a name that is none: %j',
    async (givenName) => {
      const answer = await enrol({ requiredPersonalizationInfo: { ...info, givenName, familyName: 'Lovelace' } })
      expect(answer.statusCode).toBe(400)
      expect(answer.json().errors).toMatchObject([{ path: '/requiredPersonalizationInfo/givenName' }])
    },
  )

  it.each(['', '[]', 'nonsense', '{"personalizationToken":'])('anything for the body %j', async (body) => {
    expect((await post(body)).statusCode).toBe(400)
  })

  it('anything beyond sixty requests a minute from one address', async () => {
    const statuses = []
    for (let left = 61; left > 0; left--) statuses.push((await post('{}', pass, '10.9.9.9')).statusCode)
    expect(new Set(statuses.slice(0, 60))).toEqual(new Set([400]))
    expect(statuses.at(-1)).toBe(429)
  })
})
