import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  formFiles,
  openMint,
  passTypeIdentifier,
  storeCard,
  temporaryFolder,
  updatable,
} from '../testing/development-passes.ts'
import { ada, later, personalizedCard, phoneWithForm, sentForm, signing } from '../testing/forms.ts'
import type { RecordedRequest, ScriptedAnswer } from '../testing/scripted-server.ts'
import { listing, openTestPhone, packaged, sharedMint, type TestPhone } from '../testing/test-phone.ts'

const mint = await sharedMint()

const tokensIn = ({ server }: TestPhone): string[] =>
  server.requests.filter(({ kind }) => kind === 'personalize').map((request) => sentForm(request).personalizationToken)
const task = ({ server }: TestPhone) =>
  `Personalize task (pass type ${passTypeIdentifier}, serial number card-1; with web service url ${server.url}) encountered error:`

describe('a pass with personalization.json', () => {
  it('is added like any other and shows its form', async () => {
    await using test = await phoneWithForm(mint)
    const pass = await test.phone.show('card-1')
    expect(pass.registered).toBe(true)
    expect(pass.personalization).toEqual({
      description: 'Join and collect points.',
      fields: ['PKPassPersonalizationFieldName', 'PKPassPersonalizationFieldEmailAddress'],
      termsAndConditions: 'See the <a href="https://example.com/terms">terms</a>.',
    })
  })

  it('shows its description in the language of the phone', async () => {
    await using test = await openTestPhone(mint)
    const strings = { 'en.lproj/pass.strings': Buffer.from('"join" = "Join us.";') }
    const files = { ...formFiles({ description: 'join' }), ...strings }
    const { pass } = await test.phone.add(await mint.card(updatable(test.server.url), { files }))
    expect(pass.personalization?.description).toBe('Join us.')
  })

  it('is updated like any other as long as nobody fills it in', async () => {
    await using test = await phoneWithForm(mint)
    test.server.script('list', listing(['card-1'], '2'))
    const news = { ...updatable(test.server.url), ...storeCard({ points: 11 }) }
    test.server.script('get', packaged(await mint.card(news, { files: formFiles() }), later))
    expect(await test.phone.refresh()).toMatchObject([{ outcome: 'updated', lockScreen: 'You have 11 points.' }])
    expect((await test.phone.show('card-1')).personalization).not.toBeNull()
  })
})

describe('filling in a form', () => {
  it('sends it with a token, verifies the signature and puts the personalized pass in the place of the other', async () => {
    await using test = await phoneWithForm(mint)
    const { phone, server } = test
    server.script('personalize', signing(mint))
    server.script('get', await personalizedCard(mint, test))
    test.clock.advance(60_000)
    const { outcome, pass } = await phone.personalize('card-1', ada)

    expect(outcome).toBe('personalized')
    expect(pass).toMatchObject({ personalization: null, registered: true, lastModified: later })
    expect(pass.fields.header[0]?.value).toBe('100')
    expect([pass.addedAt, pass.updatedAt]).toEqual(['2026-11-22T09:00:00.000Z', '2026-11-22T09:01:00.000Z'])
    expect(await phone.list()).toEqual([pass])
    expect(server.takeLog()).toEqual([
      `POST /v1/passes/${passTypeIdentifier}/card-1/personalize`,
      `GET /v1/passes/${passTypeIdentifier}/card-1`,
    ])
    expect(test.steps.slice(-3)).toEqual([
      expect.objectContaining({ method: 'POST', outcome: 200 }),
      { kind: 'verified', passTypeIdentifier },
      expect.objectContaining({ method: 'GET', outcome: 200 }),
    ])
    expect(await phone.complaints()).toEqual([])
  })

  it('sends JSON without Authorization, with a new token for each pass', async () => {
    await using test = await phoneWithForm(mint)
    await using other = await phoneWithForm(mint)
    for (const { phone, server } of [test, other]) {
      await phone.personalize('card-1', ada)
      const { headers, body } = server.requests.find(({ kind }) => kind === 'personalize') ?? { headers: {}, body: '' }
      expect(headers.authorization).toBeUndefined()
      expect(headers['content-type']).toBe('application/json')
      expect(JSON.parse(body)).toEqual({
        personalizationToken: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
        requiredPersonalizationInfo: {
          fullName: 'Ada Lovelace',
          givenName: 'Ada',
          familyName: 'Lovelace',
          emailAddress: 'ada@example.com',
        },
      })
    }
    expect(tokensIn(test)).not.toEqual(tokensIn(other))
  })

  it('says nothing on the lock screen: the personalized pass is no update', async () => {
    await using test = await phoneWithForm(mint)
    test.server.script('personalize', signing(mint))
    test.server.script('get', await personalizedCard(mint, test))
    const { pass } = await test.phone.personalize('card-1', ada)
    expect([test.lockScreen, pass.lockScreen]).toEqual([[], []])
  })

  it('takes the signature whatever media type it comes with', async () => {
    await using test = await phoneWithForm(mint)
    test.server.script('personalize', async (request) => ({
      ...(await signing(mint)(request)),
      headers: { 'Content-Type': 'text/html' },
    }))
    test.server.script('get', await personalizedCard(mint, test))
    expect((await test.phone.personalize('card-1', ada)).outcome).toBe('personalized')
  })

  it('takes the signature of a renewed certificate of the pass type', async () => {
    await using test = await phoneWithForm(mint)
    test.clock.advance(400 * 86_400_000)
    const renewed = { certifiedAt: test.clock.now(), signingTime: test.clock.now() }
    test.server.script('personalize', signing(mint, renewed))
    test.server.script('get', await personalizedCard(mint, test))
    expect((await test.phone.personalize('card-1', ada)).outcome).toBe('personalized')
  })

  it('registers for the updates of another web service if the personalized pass names one', async () => {
    await using test = await phoneWithForm(mint)
    await using other = await openTestPhone(mint)
    test.server.script('personalize', signing(mint))
    test.server.script('get', packaged(await mint.card(updatable(other.server.url)), later))
    const { pass } = await test.phone.personalize('card-1', ada)
    expect(pass).toMatchObject({ webService: other.server.url, registered: false })
    await test.phone.refresh()
    expect((await test.phone.show('card-1')).registered).toBe(true)
  })

  it('needs the pass type if passes of several types have that serial number', async () => {
    await using test = await phoneWithForm(mint)
    await test.phone.add(await mint.card({}, { type: 'pass.com.example.tea' }))
    await expect(test.phone.personalize('card-1', ada)).rejects.toMatchObject({ code: 'pass_ambiguous' })
    expect((await test.phone.personalize('card-1', ada, passTypeIdentifier)).outcome).toBe('failed')
    await expect(test.phone.personalize('card-9', ada)).rejects.toMatchObject({ code: 'pass_unknown' })
  })
})

describe('a form that the web service does not take', () => {
  const stranger = async () => {
    const folder = await temporaryFolder()
    return Object.assign(await openMint(join(folder.path, 'authority')), folder)
  }

  it.each<[string, ScriptedAnswer, string]>([
    ['401', { status: 401 }, 'Authentication failure'],
    ['404', { status: 404 }, 'Unexpected response code 404'],
    ['500', { status: 500 }, 'Unexpected response code 500'],
    ['201', { status: 201, body: 'x' }, 'Unexpected response code 201'],
    ['302', { status: 302, headers: { Location: '/elsewhere' } }, 'Unexpected response code 302'],
    ['no body', { status: 200 }, 'Server response was malformed (Missing response data)'],
    ['no answer', { status: 0, hangUp: true }, 'The network connection was lost.'],
  ])('for %s leaves the pass as it was, and /v1/log hears why, once', async (_, answer, error) => {
    await using test = await phoneWithForm(mint)
    const before = await test.phone.show('card-1')
    test.server.script('personalize', answer)
    const patient = await test.reopen({ retryWaitsMs: [1, 1, 1] })
    expect(await patient.personalize('card-1', ada)).toEqual({ outcome: 'failed', pass: before })
    expect(test.complaints()).toEqual([`${task(test)} ${error}`])
    expect(test.server.requests.filter(({ kind }) => kind === 'get')).toHaveLength(1)
  })

  it.each<[string, (request: RecordedRequest) => Promise<ScriptedAnswer>, string]>([
    ['is none', async () => ({ status: 200, body: 'signed' }), 'It is no CMS signature'],
    [
      'is over something else',
      async () => ({ status: 200, body: await mint.sign('another token') }),
      'It was made for something else.',
    ],
    [
      'is the token’s, changed on its way',
      async (request) => {
        const { body } = await signing(mint)(request)
        const bytes = Buffer.from(body ?? '')
        bytes[bytes.length - 1]! ^= 1
        return { status: 200, body: bytes }
      },
      'The key of the embedded certificate did not make it.',
    ],
    [
      'comes from the future',
      signing(mint, { signingTime: new Date('2026-11-23T09:00:00Z') }),
      'It was signed at 2026-11-23T09:00:00.000Z',
    ],
    [
      'was made when its certificate was not valid yet',
      signing(mint, { signingTime: new Date('2025-01-01T00:00:00Z') }),
      'not yet at 2025-01-01T00:00:00.000Z',
    ],
  ])('because the signature %s', async (_, answer, fault) => {
    await using test = await phoneWithForm(mint)
    const before = await test.phone.show('card-1')
    test.server.script('personalize', answer)
    expect(await test.phone.personalize('card-1', ada)).toEqual({ outcome: 'failed', pass: before })
    expect(test.complaints()).toHaveLength(1)
    expect(test.complaints()[0]).toContain(`${task(test)} Invalid signature of personalization token (`)
    expect(test.complaints()[0]).toContain(fault)
  })

  it('because the signature leads to a root that the phone does not trust', async () => {
    await using test = await phoneWithForm(mint)
    await using other = await stranger()
    test.server.script('personalize', signing(other))
    expect((await test.phone.personalize('card-1', ada)).outcome).toBe('failed')
    expect(test.complaints()).toEqual([expect.stringContaining('which is not trusted')])
  })

  it.each([
    ['pass type', { type: 'pass.com.example.tea' }, 'pass.com.example.tea of team ABCDE12345'],
    ['team', { team: 'ZZZZZ99999' }, `${passTypeIdentifier} of team ZZZZZ99999`],
  ])('because another %s signed', async (_, options, signer) => {
    await using test = await phoneWithForm(mint)
    test.server.script('personalize', signing(mint, options))
    expect((await test.phone.personalize('card-1', ada)).outcome).toBe('failed')
    expect(test.complaints()).toEqual([
      `${task(test)} Personalization token of pass type ${passTypeIdentifier} of team ABCDE12345 was signed for ${signer}`,
    ])
  })

  it('may be filled in again: the same token is sent, also after a restart, until the pass is personalized', async () => {
    await using test = await phoneWithForm(mint)
    const { server } = test
    server.script('personalize', { status: 0, hangUp: true }, { status: 503 }, signing(mint))
    server.script('get', await personalizedCard(mint, test), { status: 304 })
    expect((await test.phone.personalize('card-1', ada)).outcome).toBe('failed')
    expect((await (await test.reopen()).personalize('card-1', ada)).outcome).toBe('failed')
    expect((await test.phone.personalize('card-1', ada)).outcome).toBe('personalized')
    expect(new Set(tokensIn(test)).size).toBe(1)

    await test.phone.add(await mint.card(updatable(server.url), { files: formFiles() }))
    await test.phone.personalize('card-1', ada)
    expect(new Set(tokensIn(test)).size).toBe(2)
  })

  it('keeps its token when the package with the form comes again', async () => {
    await using test = await phoneWithForm(mint)
    const { server, phone } = test
    await phone.personalize('card-1', ada)
    server.script('list', listing(['card-1'], '2'))
    const news = { ...updatable(server.url), ...storeCard({ points: 11 }) }
    server.script('get', packaged(await mint.card(news, { files: formFiles() }), later))
    await phone.refresh()
    await phone.personalize('card-1', ada)
    await phone.add(await mint.card(updatable(server.url), { files: formFiles() }))
    await phone.personalize('card-1', ada)
    expect(tokensIn(test)).toHaveLength(3)
    expect(new Set(tokensIn(test)).size).toBe(1)
  })
})

describe('no form', () => {
  it('is there on an ordinary pass, on a personalized one, and on one without a web service', async () => {
    await using test = await phoneWithForm(mint)
    const { phone, server } = test
    server.script('personalize', signing(mint))
    server.script('get', await personalizedCard(mint, test))
    await phone.personalize('card-1', ada)
    await phone.add(await mint.card({ ...updatable(server.url), serialNumber: 'ordinary' }))
    await phone.add(await mint.card({ serialNumber: 'offline' }, { files: formFiles() }))
    server.takeLog()
    for (const serialNumber of ['card-1', 'ordinary', 'offline']) {
      expect((await phone.show(serialNumber)).personalization).toBeNull()
      await expect(phone.personalize(serialNumber, ada)).rejects.toMatchObject({
        code: 'form_missing',
        message: expect.stringContaining(serialNumber),
        fix: expect.stringContaining('personalization.json'),
      })
    }
    expect(server.takeLog()).toEqual([])
  })

  it('is sent that is not filled in: the error names all that is missing', async () => {
    await using test = await phoneWithForm(mint)
    await expect(test.phone.personalize('card-1', { phoneNumber: '1' })).rejects.toMatchObject({
      code: 'form_incomplete',
      issues: [{ path: 'fullName' }, { path: 'emailAddress' }],
    })
    expect(test.server.takeLog()).toEqual([])
  })
})
