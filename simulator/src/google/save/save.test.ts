import { createHash } from 'node:crypto'
import { UnsecuredJWT } from 'jose'
import { afterAll, describe, expect, it } from 'vitest'
import { openTestGoogle, sign } from '../../testing/google.ts'
import { insertPass, leastClasses, leastObjects } from '../../testing/passes.ts'

const test = await openTestGoogle()
afterAll(() => test[Symbol.asyncDispose]())
const { api, id, google, saveJwt, save, key } = test
await insertPass(test)
const ada = { loyaltyObjects: [{ id: id('ada') }] }
const fat = (suffix: string) => ({
  genericClasses: [{ id: id(`${suffix}-class`) }],
  genericObjects: [{ ...leastObjects.generic, id: id(suffix), classId: id(`${suffix}-class`) }],
})

describe('a save link is taken', () => {
  it('for an object that exists, with or without its class', async () => {
    const withClass = { loyaltyObjects: [{ id: id('ada'), classId: id('card') }] }
    for (const payload of [ada, withClass]) {
      expect(await save(await saveJwt(payload))).toMatchObject({ status: 200, body: { objectIds: [id('ada')] } })
    }
  })

  it('with all that an object needs, which is inserted when it is saved and not before', async () => {
    const jwt = await saveJwt(fat('fat'))
    expect((await save(jwt)).status).toBe(200)
    expect((await api('GET', `genericObject/${id('fat')}`)).status).toBe(404)
    expect((await save(jwt, 'ada@example.com')).status).toBe(200)
    expect((await api('GET', `genericObject/${id('fat')}`)).body).toMatchObject({ state: 'ACTIVE', hasUsers: true })
    expect((await save(jwt, 'bob@example.com')).status).toBe(200)
  })

  it('does not change an object that exists', async () => {
    const jwt = await saveJwt({ loyaltyObjects: [{ id: id('ada'), classId: id('card'), state: 'EXPIRED' }] })
    await save(jwt, 'ada@example.com')
    expect((await api('GET', `loyaltyObject/${id('ada')}`)).body.state).toBe('ACTIVE')
  })

  it('with objects of several kinds', async () => {
    const jwt = await saveJwt({ ...fat('two'), ...ada })
    expect((await save(jwt)).body.objectIds.sort()).toEqual([id('ada'), id('two')].sort())
  })

  it('without a key id, with origins', async () => {
    const claims = {
      iss: key.client_email,
      aud: 'google',
      typ: 'savetowallet',
      iat: 1_700_000_000,
      origins: ['example.com'],
    }
    expect((await save(await sign(key, { ...claims, payload: ada }, { kid: undefined }))).status).toBe(200)
  })
})

describe('a save link is refused', () => {
  it.each<[string, object, RegExp]>([
    ['for another audience', { aud: 'https://pay.google.com' }, /aud "https:\/\/pay\.google\.com" is not "google"/],
    ['of the type of old', { typ: 'savetoandroidpay' }, /typ "savetoandroidpay" is not "savetowallet"/],
    ['without a time', { iat: undefined }, /iat undefined/],
    ['with a time as text', { iat: '1700000000' }, /iat "1700000000"/],
    ['from the future', { iat: 4_000_000_000 }, /lies in the future/],
    ['that has expired', { exp: 1_700_000_000 }, /has expired/],
    ['with one origin as a text', { origins: 'example.com' }, /origins is not a list/],
    ['without a payload', { payload: undefined }, /has no payload/],
    ['of somebody unknown', { iss: 'nobody@example.com' }, /iss is not the e-mail address/],
    ['with an array spelt in capitals', { payload: { GenericObjects: [] } }, /Unknown name "GenericObjects"/],
    ['with an array spelt as in old guides', { payload: { giftcardObjects: [] } }, /Unknown name "giftcardObjects"/],
    ['without objects', { payload: { genericClasses: [] } }, /the payload has no objects/],
    [
      'with an object under another vertical',
      { payload: { genericObjects: ada.loyaltyObjects } },
      /Resource not found/,
    ],
    ['for an object that is nowhere', { payload: { loyaltyObjects: [{ id: id('none') }] } }, /Resource not found/],
    [
      'for one that is nowhere, but whose class is',
      { payload: { loyaltyObjects: [{ id: id('none'), classId: id('card') }] } },
      /Resource not found/,
    ],
    [
      'with half an object',
      { payload: { genericObjects: [{ id: id('half'), classId: id('x'), header: {} }] } },
      /cardTitle is required/,
    ],
    [
      'with an object without its class',
      { payload: { genericObjects: [{ ...leastObjects.generic, id: id('lone'), classId: id('nowhere') }] } },
      /Class not found/,
    ],
    ['with an unknown field', { payload: { genericObjects: [{ id: id('x'), hero: 1 }] } }, /Unknown name "hero"/],
    [
      'for the object of another issuer',
      { payload: { genericObjects: [{ id: '3388000000000000001.x' }] } },
      /no access to issuer/,
    ],
    [
      'with a class that is a draft',
      {
        payload: {
          offerClasses: [{ ...leastClasses.offer, id: id('d'), reviewStatus: 'DRAFT' }],
          offerObjects: [{ id: id('o'), classId: id('d'), state: 'ACTIVE' }],
        },
      },
      /is DRAFT/,
    ],
  ])('%s', async (_, claims, message) => {
    const { status, body } = await save(await saveJwt(ada, { ...claims }), 'ada@example.com')
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body.error.message).toMatch(message)
  })

  it('with every fault of its claims', async () => {
    const { body } = await save(await saveJwt(ada, { aud: 'x', typ: 'y', iat: 'z' }))
    expect(body.error.errors).toHaveLength(3)
  })

  it('of another type of header', async () => {
    const claims = { iss: key.client_email, aud: 'google', typ: 'savetowallet', iat: 1_700_000_000, payload: ada }
    expect((await save(await sign(key, claims, { typ: 'at+jwt' }))).body.error.message).toMatch(
      /typ "at\+jwt" is not JWT/,
    )
  })

  it('that is signed by another, by nobody, or is none', async () => {
    const other = (await google.createIssuer()).serviceAccountKey
    const claims = { iss: key.client_email, aud: 'google', typ: 'savetowallet', iat: 1_700_000_000, payload: ada }
    const forged = await sign({ ...other, private_key_id: key.private_key_id }, claims)
    for (const jwt of [forged, new UnsecuredJWT(claims).encode()]) {
      expect((await save(jwt)).body.error.message).toBe('Invalid JWT Signature.')
    }
    expect((await save('hello')).body.error.message).toMatch(/not a signed JSON web token/)
  })

  it('whose token is longer than 1,800 characters', async () => {
    const jwt = await saveJwt(ada, { origins: Array.from({ length: 150 }, () => 'example.com') })
    expect(jwt.length).toBeGreaterThan(1_800)
    expect((await save(jwt)).body.error.message).toMatch(/a link holds at most 1800/)
  })

  it('for what is no account', async () => {
    expect(await save(await saveJwt(ada), 'Ada')).toMatchObject({
      status: 400,
      body: { error: { errors: [{ reason: 'badRequest' }] } },
    })
  })
})

describe('an account may not have a pass', () => {
  it('of an issuer in demo mode, unless it is a test user', async () => {
    await using demo = await openTestGoogle({}, { demoMode: true, testUsers: ['tess@example.com'] })
    await insertPass(demo)
    const jwt = await demo.saveJwt({ loyaltyObjects: [{ id: demo.id('ada') }] })
    expect(await demo.save(jwt, 'ada@example.com')).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('Issuer has not made this pass available') } },
    })
    const brought = {
      genericClasses: [{ id: demo.id('g') }],
      genericObjects: [{ ...leastObjects.generic, id: demo.id('x'), classId: demo.id('g') }],
    }
    expect((await demo.save(await demo.saveJwt(brought), 'ada@example.com')).status).toBe(403)
    expect((await demo.api('GET', `genericObject/${demo.id('x')}`)).status).toBe(404)
    expect((await demo.save(jwt, 'Tess@example.com')).status).toBe(200)
    expect((await demo.wallet('Tess@example.com')).passes).toMatchObject([{ testOnly: true }])

    demo.google.script({ kind: 'issuer', issuerId: demo.issuerId, demoMode: false })
    expect((await demo.save(jwt, 'ada@example.com')).status).toBe(200)
    demo.google.script({ kind: 'issuer', issuerId: demo.issuerId, demoMode: true, testUsers: [] })
    expect((await demo.save(jwt, 'tess2@example.com')).status).toBe(403)
  })

  it.each(['ONE_USER_ALL_DEVICES', 'ONE_USER_ONE_DEVICE'])('that somebody else has, if it is %s', async (status) => {
    await using one = await openTestGoogle()
    await insertPass(one, 'loyalty', { passClass: { multipleDevicesAndHoldersAllowedStatus: status } })
    const jwt = await one.saveJwt({ loyaltyObjects: [{ id: one.id('ada') }] })
    expect((await one.save(jwt, 'ada@example.com')).status).toBe(200)
    expect((await one.save(jwt, 'ada@example.com')).status).toBe(200)
    expect(await one.save(jwt, 'bob@example.com')).toMatchObject({ status: 403 })
  })

  it('that is for another address', async () => {
    const restrictToEmailSha256 = createHash('sha256').update('ada@example.com').digest('hex')
    const own = { id: id('own'), classId: id('card'), state: 'ACTIVE', saveRestrictions: { restrictToEmailSha256 } }
    await api('POST', 'loyaltyObject', own)
    const jwt = await saveJwt({ loyaltyObjects: [{ id: own.id }] })
    expect((await save(jwt, 'bob@example.com')).status).toBe(403)
    expect((await save(jwt, 'Ada@Example.com')).status).toBe(200)
  })

  it('whose class has been rejected since', async () => {
    await using bad = await openTestGoogle()
    await insertPass(bad)
    bad.google.script({ kind: 'reject', comments: 'No' })
    await bad.api('PATCH', `loyaltyClass/${bad.id('card')}`, { reviewStatus: 'UNDER_REVIEW' })
    const jwt = await bad.saveJwt({ loyaltyObjects: [{ id: bad.id('ada') }] })
    expect(await bad.save(jwt, 'ada@example.com')).toMatchObject({ status: 403 })
  })
})

describe('jwt.insert', () => {
  it('takes a JWT of any length, inserts what it brings, and gives a short link', async () => {
    const long = fat('long')
    const jwt = await saveJwt(long, { origins: Array.from({ length: 150 }, () => 'example.com') })
    const { status, body } = await api('POST', 'jwt', { jwt })
    expect(status).toBe(200)
    expect(body.saveUri.startsWith(`${google.saveUrl}/`)).toBe(true)
    expect(body.resources).toMatchObject({ genericClasses: long.genericClasses, genericObjects: [{ id: id('long') }] })
    expect((await api('GET', `genericObject/${id('long')}`)).body.hasUsers).toBe(false)
    expect(await save(body.saveUri.split('/').at(-1), 'ada@example.com')).toMatchObject({ status: 200 })
    expect((await api('GET', `genericObject/${id('long')}`)).body.hasUsers).toBe(true)
  })

  it('refuses what a link would be refused for', async () => {
    expect((await api('POST', 'jwt', { jwt: await saveJwt(ada, { typ: 'x' }) })).status).toBe(400)
  })
})

describe('jwt.validate', () => {
  const validate = (body: object) => api('POST', 'jwt/validate', body)
  it('says nothing about what is valid, and does nothing', async () => {
    const payload = fat('dry')
    const whole = { iss: key.client_email, aud: 'google', typ: 'savetowallet', payload }
    expect(await validate({ jwtResource: { jwt: await saveJwt(payload) } })).toMatchObject({ status: 200, body: {} })
    expect(await validate({ jsonResource: { json: JSON.stringify(payload) } })).toMatchObject({ status: 200, body: {} })
    expect(await validate({ jsonResource: { json: JSON.stringify(whole) } })).toMatchObject({ status: 200, body: {} })
    expect((await api('GET', `genericObject/${id('dry')}`)).status).toBe(404)
  })

  it.each([
    ['what is no JSON', { jsonResource: { json: '{' } }],
    [
      'half an object',
      { jsonResource: { json: JSON.stringify({ genericObjects: [{ id: id('x'), state: 'ACTIVE' }] }) } },
    ],
    ['a forged JWT', { jwtResource: { jwt: 'a.b.c' } }],
    ['nothing', {}],
  ])('refuses %s', async (_, body) => {
    expect((await validate(body)).status).toBe(400)
  })
})

describe('the save page, for people', () => {
  const open = async (jwt: string, body?: URLSearchParams) =>
    await fetch(`${google.saveUrl}/${jwt}`, body ? { method: 'POST', body } : {})

  it('offers the pass and saves it', async () => {
    const jwt = await saveJwt({
      genericObjects: [{ ...leastObjects.generic, id: id('page'), classId: id('page-class') }],
      genericClasses: [{ id: id('page-class') }],
    })
    const offered = await (await open(jwt)).text()
    expect(offered).toContain('<p>Example Coffee</p><h2>Ada Lovelace</h2>')
    const saved = await open(jwt, new URLSearchParams({ account: 'eve@example.com' }))
    expect(saved.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await saved.text()).toContain('eve@example.com')
    expect((await api('GET', `genericObject/${id('page')}`)).body.hasUsers).toBe(true)
  })

  it('says what is wrong, with nothing of the pass as markup', async () => {
    const page = await open(await saveJwt(ada, { aud: '<script>' }))
    expect(page.status).toBe(400)
    const text = await page.text()
    expect(text).toContain('is not')
    expect(text).not.toContain('<script>')
  })
})
