import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PassField, type PassJson, readPass, verifyPass } from '@billfold/pkpass'
import { imageSinceIos } from '@billfold/pkpass/keys'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flight, posterCard, posterTicket } from '../../../../packages/pkpass/src/testing/full-passes.ts'
import { samplePasses } from '../../../../packages/pkpass/src/testing/sample-passes.ts'
import { identityKeys } from '../../apple/pass-json.ts'
import { openTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let walletConfigurationId: string
/** The ids of images by the roles that they are for. */
let images: Readonly<Record<string, string>>

const json = async <T>(...argv: string[]): Promise<T> => {
  const result = await server.billfold([...argv, '--json'])
  expect(result).toMatchObject({ code: 0, stderr: '' })
  return result.json<T>()
}

beforeAll(async () => {
  server = await openTestServer()
  walletConfigurationId = (await json<{ id: string }>('wallet', 'add', '--certificate', server.certificates.bundle)).id
  const uploaded = Object.keys(imageSinceIos).map(async (role, index) => {
    const background = { r: 20 * index, g: 60, b: 90 }
    await sharp({ create: { width: 1125, height: 1344, channels: 3, background } })
      .png()
      .toFile(join(server.folder, `${role}.png`))
    return [role, (await json<{ id: string }>('asset', 'upload', `${role}.png`)).id] as const
  })
  images = Object.fromEntries(await Promise.all(uploaded))
})
afterAll(() => server.close())

/** What a pass says of itself. */
const withoutIdentity = (pass: PassJson): PassJson =>
  Object.fromEntries(Object.entries(pass).filter(([key]) => !(identityKeys as readonly string[]).includes(key)))

/** Where a token would be only text, be made inert, or may not say all. */
const literalKeys: readonly string[] = [
  ...['attributedValue', 'changeMessage', 'appLaunchURL'],
  ...['userInfo', 'fromTheFuture', 'ofTomorrow'],
]

const noField: PassField = { key: '', value: '' }

/** A pass in which each number, truth value, date, address, colour and text is a token's, as tokens have them: as text. */
function filledByTokens(pass: PassJson) {
  const tokens: { name: string; personal: boolean; default: string }[] = []
  const filled = (value: unknown, key: string, { numberStyle, currencyCode }: PassField = noField): unknown => {
    // Without a style beside it, a field's value is a text.
    const isPlain = key === 'value' && numberStyle === undefined && currencyCode === undefined
    if (value === null || literalKeys.includes(key) || (isPlain && typeof value === 'number')) return value
    if (Array.isArray(value)) return value.map((item) => filled(item, ''))
    if (typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, filled(part, name, value as PassField)]),
      )
    }
    const name = `voucher.t${tokens.length}`
    tokens.push({ name, personal: false, default: String(value) })
    return `{{ ${name} }}`
  }
  return { apple: filled(pass, '') as object, tokens }
}

const rolesOf = {
  eventTicket: ['logo', 'thumbnail', 'background', 'artwork', 'primaryLogo', 'secondaryLogo', 'venueMap'],
  boardingPass: ['logo', 'footer', 'primaryLogo'],
  storeCard: ['logo', 'strip'],
  posterGeneric: ['logo', 'artwork', 'primaryLogo'],
  enrolment: ['personalizationLogo'],
  coupon: ['logo', 'strip'],
  generic: ['logo', 'thumbnail'],
} as const

/** A campaign's kind, the pass that its content says, the images of its style, and how phones are said to draw it. */
const cases: readonly (readonly [kind: string, pass: PassJson, roles: readonly string[], look: RegExp])[] = [
  ['eventTicket', posterTicket, rolesOf.eventTicket, /^posterEventTicket +drawn from iOS 18 on$/m],
  ['boardingPass', flight, rolesOf.boardingPass, /^semanticBoardingPass +drawn from iOS 26 on$/m],
  [
    'loyalty',
    posterCard,
    [...rolesOf.storeCard, ...rolesOf.posterGeneric, ...rolesOf.enrolment],
    /^posterGeneric +drawn from iOS 27 on$/m,
  ],
  ['giftCard', samplePasses.storeCard!, rolesOf.storeCard, /^Style +storeCard$/m],
  ['coupon', samplePasses.coupon!, rolesOf.coupon, /^Style +coupon$/m],
  ['generic', samplePasses.generic!, rolesOf.generic, /^Style +generic$/m],
  ['generic', samplePasses.posterGeneric!, rolesOf.posterGeneric, /^posterGeneric +drawn from iOS 27 on$/m],
  [
    'generic',
    { ...samplePasses.posterGeneric!, generic: null as never },
    rolesOf.posterGeneric,
    /^posterGeneric +drawn/m,
  ],
]

const required = { issuerName: 'Example', title: 'Example', description: 'Example' }
const tier = { name: 'voucher.tier', personal: false, default: 'base' }

/** A form, without which a pass has no logo for it. */
const enrolment = { description: 'Join us.', tokens: { givenName: 'contact.givenName' } }
const givenName = { name: 'contact.givenName', personal: true, default: 'Ada' }

async function publish(kind: string, draft: object): Promise<string> {
  const file = await server.write('campaign.json', { name: kind, kind, walletConfigurationId, draft })
  const { id } = await json<{ id: string }>('campaign', 'create', file)
  await json('campaign', 'publish', id)
  return id
}

/** The pass of a contact as the server signs it. */
async function download(campaignId: string, contactId: string, ...tokens: string[]) {
  const options = tokens.flatMap((token) => ['--token', token])
  const { id } = await json<{ id: string }>('pass', 'issue', campaignId, contactId, ...options)
  await json('pass', 'download', id, '-o', 'pass.pkpass')
  const bytes = await readFile(join(server.folder, 'pass.pkpass'))
  const roots = [await readFile(server.certificates.root)]
  const { issues } = verifyPass(bytes, { at: new Date(), roots })
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  const { pass, files } = readPass(bytes)
  const { stdout } = await server.billfold(['pass', 'show', 'pass.pkpass'])
  return { pass: withoutIdentity(pass), files: [...files.keys()], shown: stdout }
}

describe('every key of Apple’s, from a campaign by the command line to a signed pass', () => {
  it.each(cases)('of the content and of a variant: a %s', async (kind, sample, roles, look) => {
    const wanted = withoutIdentity(sample)
    const expected = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null))
    const { apple, tokens: ofValues } = filledByTokens(wanted)
    const tokens = [givenName, ...ofValues]
    const pictures = Object.fromEntries(['icon', ...roles].map((role) => [role, images[role]]))
    const form = roles.includes('personalizationLogo') && { enrolment }
    const whole = { ...required, ...form, images: pictures, apple }

    const inContent = await download(await publish(kind, { tokens, content: whole, variants: [] }), 'ada')
    expect(inContent.pass).toEqual(expected)
    expect(inContent.shown).toMatch(look)
    for (const role of ['icon', ...roles]) expect(inContent.files).toContain(`${role}@2x.png`)
    if (form) expect(inContent.files).toContain('personalization.json')

    const variants = [{ when: { segment: { token: tier.name, equals: 'gold' } }, content: whole }]
    const content = { ...required, images: { icon: images.icon } }
    const campaign = await publish(kind, { tokens: [tier, ...tokens], content, variants })
    const plain = await download(campaign, 'plain')
    expect(Object.keys(plain.pass).sort()).not.toContain('userInfo')
    expect(plain.files.filter((name) => name.endsWith('.png')).every((name) => name.startsWith('icon'))).toBe(true)
    const inVariant = await download(campaign, 'golden', 'voucher.tier=gold')
    expect(inVariant.pass).toEqual(expected)
    expect(inVariant.shown).toMatch(look)
    for (const role of roles) expect(inVariant.files).toContain(`${role}@2x.png`)
  })

  it('uses every image that there is', () => {
    const used = new Set(['icon', ...Object.values(rolesOf).flat()])
    expect(Object.keys(imageSinceIos).filter((role) => !used.has(role))).toEqual([])
  })
})
