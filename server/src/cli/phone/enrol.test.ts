import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  formFiles,
  type Mint,
  openMint,
  start,
  storeCard,
  temporaryFolder,
  updatable,
} from '../../../../simulator/src/testing/development-passes.ts'
import { type ScriptedServer, startScriptedServer } from '../../../../simulator/src/testing/scripted-server.ts'
import { run } from '../testing/run.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let mint: Mint
let server: ScriptedServer

beforeAll(async () => {
  folder = await temporaryFolder()
  mint = await openMint(join(folder.path, 'mint'))
  server = await startScriptedServer()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const billfold = (verb: string, ...argv: string[]) =>
  run(['phone', verb, ...argv], {
    cwd: folder.path,
    env: { BILLFOLD_DATA: folder.path },
    clock: { now: () => start },
  })
/** With what takes a pass in. */
const trusting = (verb: string, ...argv: string[]) => billfold(verb, ...argv, '--root', mint.authority.rootFile)

/** Adds a pass with a form for name and e-mail address, called as its phone. */
async function add(serialNumber: string) {
  const file = join(folder.path, `${serialNumber}.pkpass`)
  await writeFile(file, await mint.card({ ...updatable(server.url), serialNumber }, { files: formFiles() }))
  return trusting('add', file, '--phone', serialNumber)
}

/** The web service takes the form, and has a personalized pass then. */
async function takeForms(serialNumber: string) {
  server.script('personalize', async ({ body }) => ({
    status: 200,
    body: await mint.sign(JSON.parse(body).personalizationToken),
  }))
  const card = await mint.card({ ...updatable(server.url), serialNumber, ...storeCard({ points: 100 }) })
  server.script('get', { status: 200, body: card, headers: { 'Last-Modified': 'Sun, 22 Nov 2026 08:59:00 GMT' } })
}

const ada = ['--name', 'Ada Lovelace', '--email', 'ada@example.com']

describe('a pass that awaits enrolment', () => {
  it('shows its form when it is added and later, with the command that fills it in', async () => {
    const added = await add('shown')
    expect(added.code).toBe(0)
    const line = 'billfold phone enrol shown --phone shown --name … --email …'
    expect(added.stdout).toMatch(new RegExp(`^It awaits enrolment: ${line}$`, 'm'))
    const { stdout } = await billfold('show', 'shown', '--phone', 'shown')
    expect(stdout).toMatch(/^│ \[ Sign Up \] +│\n│ Join and collect points\. +│\n│ Asks for: name, e-mail address +│$/m)
    expect(stdout).toMatch(new RegExp(`^Enrolment +${line}$`, 'm'))
    expect((await billfold('list', '--phone', 'shown')).stdout).toMatch(/registered, awaits enrolment$/m)
    expect((await billfold('show', 'shown', '--phone', 'shown', '--json')).json()).toMatchObject({
      personalization: { fields: ['PKPassPersonalizationFieldName', 'PKPassPersonalizationFieldEmailAddress'] },
    })
  })
})

describe('billfold phone enrol', () => {
  it('tells what the phone does and draws the personalized pass', async () => {
    await add('ada')
    await takeForms('ada')
    const { code, stdout, stderr } = await trusting('enrol', 'ada', '--phone', 'ada', ...ada)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(lines.slice(0, 4)).toEqual([
      '→ POST /v1/passes/pass.com.example.coffee/ada/personalize 200',
      '  Wallet has verified that pass.com.example.coffee signed the token of the form',
      '→ GET /v1/passes/pass.com.example.coffee/ada 200',
      'The pass is personalized.',
    ])
    expect(stdout).toMatch(/Points 100 │$/m)
    expect(stdout).not.toContain('Sign Up')
    expect((await billfold('list', '--phone', 'ada')).stdout).not.toContain('enrolment')

    const again = await trusting('enrol', 'ada', '--phone', 'ada', ...ada)
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('The pass ada has no form to fill in.')])
  })

  it('sends every input that a form may ask for', async () => {
    const files = formFiles({
      requiredPersonalizationFields: [
        'PKPassPersonalizationFieldName',
        'PKPassPersonalizationFieldEmailAddress',
        'PKPassPersonalizationFieldPhoneNumber',
        'PKPassPersonalizationFieldPostalCode',
      ],
    })
    await writeFile(
      join(folder.path, 'all.pkpass'),
      await mint.card({ ...updatable(server.url), serialNumber: 'all' }, { files }),
    )
    await trusting('add', 'all.pkpass')
    server.script('personalize', { status: 404 })
    const others = ['--given-name', 'Augusta Ada', '--family-name', 'King', '--postal-code', '10115', '--country', 'DE']
    await trusting('enrol', 'all', ...ada, ...others, '--phone-number', '+49 30 1234567')
    const { body = '' } = server.requests.findLast(({ kind }) => kind === 'personalize') ?? {}
    expect(JSON.parse(body).requiredPersonalizationInfo).toEqual({
      fullName: 'Ada Lovelace',
      givenName: 'Augusta Ada',
      familyName: 'King',
      emailAddress: 'ada@example.com',
      phoneNumber: '+49 30 1234567',
      postalCode: '10115',
      ISOCountryCode: 'DE',
    })
  })

  it('is one JSON document for scripts', async () => {
    await add('json')
    await takeForms('json')
    expect((await trusting('enrol', 'json', '--phone', 'json', ...ada, '--json')).json()).toMatchObject({
      outcome: 'personalized',
      pass: { serialNumber: 'json', personalization: null },
      steps: [{ method: 'POST' }, { kind: 'verified' }, { method: 'GET' }],
    })
  })

  it('names all options that are missing or do not fit, and sends nothing', async () => {
    await writeFile(
      join(folder.path, 'missing.pkpass'),
      await mint.card(
        { ...updatable(server.url), serialNumber: 'missing' },
        {
          files: formFiles({
            requiredPersonalizationFields: ['PKPassPersonalizationFieldName', 'PKPassPersonalizationFieldPostalCode'],
          }),
        },
      ),
    )
    await trusting('add', 'missing.pkpass')
    server.takeLog()
    const { code, stderr } = await trusting('enrol', 'missing', '--country', 'Germany')
    expect(code).toBe(2)
    expect(stderr).toBe(
      [
        'Error: The form is not filled in:',
        '  --name – It is missing. – Give --name <name>.',
        '  --postal-code – It is missing. – Give --postal-code <code>.',
        '  --country – "Germany" is no country code. – Give two capital letters, as DE.',
        '',
      ].join('\n'),
    )
    expect(server.takeLog()).toEqual([])
  })

  it('ends with 1 if the web service does not take the form, or has no personalized pass yet', async () => {
    await add('refused')
    server.script('personalize', { status: 500 })
    const refused = await trusting('enrol', 'refused', '--phone', 'refused', ...ada)
    expect([refused.code, refused.stdout]).toEqual([
      1,
      expect.stringMatching(/ Wallet complains: .* Personalize task .*500\n(.*\n)*The pass awaits enrolment as before/),
    ])
    expect((await billfold('log', '--phone', 'refused')).stdout).toMatch(/complaint +.*Personalize task/)

    await takeForms('refused')
    server.script('get', { status: 304 })
    const pending = await trusting('enrol', 'refused', '--phone', 'refused', ...ada)
    expect([pending.code, pending.stdout]).toEqual([1, expect.stringContaining('refresh asks for it again')])
  })

  it('is for iPhones', async () => {
    const refused = await run(['phone', 'enrol', 'x', '--android', '--google', 'http://127.0.0.1:1'], {
      env: { BILLFOLD_DATA: folder.path },
    })
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('leave out --android')])
  })
})
