import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flight, posterCard, posterTicket } from '../../../../packages/pkpass/src/testing/full-passes.ts'
import { makeCertificates } from '../testing/certificates.ts'
import { makeFolder } from '../testing/folder.ts'
import { coffeePass, writePassFolder } from '../testing/pass-folder.ts'
import { run } from '../testing/run.ts'

let folder: string
const clock = { now: () => new Date('2026-11-22T12:00:00Z') }
const lint = (...argv: string[]) => run(['pass', 'lint', ...argv], { cwd: folder, clock })
const write = (name: string, pass: object) => writeFile(join(folder, name), JSON.stringify(pass))
const complete = {
  ...coffeePass,
  formatVersion: 1,
  passTypeIdentifier: 'pass.com.example.coffee',
  teamIdentifier: 'ABCDE12345',
}

beforeAll(async () => {
  folder = await makeFolder()
  const { bundle } = await makeCertificates(folder, clock.now())
  await writePassFolder(folder)
  const built = ['pass', 'build', 'Coffee.pass', '-o', 'coffee.pkpass', '--certificate', bundle]
  expect(await run(built, { cwd: folder, clock })).toMatchObject({ code: 0 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('billfold pass lint', () => {
  it('finds nothing wrong with a good pass, whoever signed it', async () => {
    expect(await lint('coffee.pkpass')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: 'File   coffee.pkpass\nStyle  storeCard\n\nNothing is wrong with it.\n',
    })
  })

  it('lists errors before warnings, each with its place, what to do and its code, and ends with 1', async () => {
    await write('bad.json', { ...complete, backgroundColour: 'rgb(0, 0, 0)', voided: 'no' })
    expect(await lint('bad.json')).toMatchObject({
      code: 1,
      stderr: '',
      stdout: [
        'Error    voided  [TYPE_WRONG]',
        '         It is the string "no".',
        '         → It must be true or false.',
        'Warning  backgroundColour  [KEY_UNKNOWN]',
        '         Wallet is not known to read "backgroundColour".',
        '         → Did you mean backgroundColor?',
        '',
        'File   bad.json',
        'Style  storeCard',
        '',
        'Wallet refuses this pass: 1 error, 1 warning.',
        '',
      ].join('\n'),
    })
  })

  it('says once what is the same at several places, and counts every place', async () => {
    const fields = [...'abcdefghij'].map((key) => ({
      key,
      value: 1,
      textAlignment: 'PKTextAlignmentLeft',
    }))
    await write('many.json', { ...complete, storeCard: { ...complete.storeCard, backFields: fields } })
    const { stdout } = await lint('many.json')
    const place = (index: number) => `storeCard.backFields[${index}].textAlignment`
    expect(stdout).toContain(
      `Warning  ${[0, 1, 2, 3, 4, 5, 6, 7].map(place).join(', ')} and 2 more  [FIELD_KEY_MISPLACED]\n         It has an effect`,
    )
    expect(stdout).toMatch(/: 11 warnings\.\n$/)
    expect((await lint('many.json', '--json')).json<{ issues: unknown[] }>().issues).toHaveLength(11)
  })

  it('says which phones draw the look that a pass asks for, and what only a phone can tell', async () => {
    const { venueRoom: _, ...semantics } = posterTicket.semantics!
    await write('ticket.json', { ...posterTicket, semantics })
    const { code, stdout } = await lint('ticket.json')
    expect(code).toBe(0)
    expect(stdout).toBe(
      [
        'Warning  semantics.venueRoom  [SCHEME_REQUIREMENT_MISSING]',
        '         Without it phones draw the older look instead of the posterEventTicket, from iOS 18 on.',
        '         → Add the tag.',
        '         Only a phone can tell: Apple’s article requires it; Apple’s pass-builder does not ask for it.',
        '',
        'File               ticket.json',
        'Style              eventTicket',
        'posterEventTicket  perhaps drawn, which only a phone can tell, from iOS 18 on',
        '',
        'Nothing of this keeps Wallet from taking it: 1 warning.',
        '',
      ].join('\n'),
    )
    await write('flight.json', flight)
    expect((await lint('flight.json')).stdout).toContain('semanticBoardingPass  drawn from iOS 26 on\n')
    await write('no-name.json', { ...flight, semantics: { ...flight.semantics, passengerName: undefined } })
    expect((await lint('no-name.json')).stdout).toContain(
      'semanticBoardingPass  asked for, but not drawn: something is missing\n',
    )
  })

  it('takes a folder, with its images and languages', async () => {
    await mkdir(join(folder, 'Coffee.pass', 'es.lproj'))
    await writeFile(join(folder, 'Coffee.pass', 'es.lproj', 'pass.strings'), '"Points" = "Puntos";\n')
    const { code, stdout } = await lint('Coffee.pass')
    await rm(join(folder, 'Coffee.pass', 'es.lproj'), { recursive: true })
    expect(code).toBe(0)
    expect(stdout).toContain('[LOCALE_ALONE]')
    expect(stdout).toMatch(/^Left to `pass build` {2}formatVersion, passTypeIdentifier, teamIdentifier$/m)
  })

  it('takes a pass.json that leaves to the builder what it knows, and misses what it does not', async () => {
    const { serialNumber: _, ...pass } = coffeePass
    await write('part.json', pass)
    const { code, stdout } = await lint('part.json')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Error +serialNumber .*\n +It is missing, and a pass needs it\.\n +→ .*\n\nFile/)
  })

  it('names what is no pass at all', async () => {
    await writeFile(join(folder, 'photo.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
    expect((await lint('photo.jpg')).stdout).toContain('[ZIP_INVALID]')
    await writeFile(join(folder, 'broken.json'), '{ "formatVersion": 1')
    expect((await lint('broken.json')).stdout).toContain('[JSON_INVALID]')
    expect(await lint('nowhere.pkpass')).toMatchObject({
      code: 2,
      stderr: 'Error: nowhere.pkpass cannot be read: there is no such file or folder.\n',
    })
  })

  it('has everything in a --json document', async () => {
    const result = await lint('ticket.json', '--json')
    expect(result.json()).toMatchObject({
      accepted: true,
      issues: [{ code: 'SCHEME_REQUIREMENT_MISSING', path: 'semantics.venueRoom', doubt: expect.any(String) }],
      schemes: [{ scheme: 'posterEventTicket', verdict: 'uncertain', usedSinceIos: 18 }],
    })
    expect(result.json()).not.toHaveProperty('comparison')
  })
})

describe('billfold pass lint --against', () => {
  const points = (value: number, more: object = {}) => ({
    ...complete,
    storeCard: {
      ...complete.storeCard,
      headerFields: [{ key: 'points', label: 'Points', value, changeMessage: 'You have %@ points' }],
      ...more,
    },
  })
  const tier = (value: string) => ({ secondaryFields: [{ key: 'tier', value, changeMessage: 'You are %@ now' }] })

  it('says what the lock screen shows', async () => {
    await write('old.json', points(1))
    await write('new.json', points(1200))
    const { code, stdout } = await lint('new.json', '--against', 'old.json')
    expect(code).toBe(0)
    expect(stdout).toContain(
      ['CHANGED  BEFORE  AFTER', 'points   1       1200', '', 'Lock screen  You have 1200 points', ''].join('\n'),
    )
  })

  it('warns when it only shows that the pass has changed', async () => {
    await write('old.json', points(1, tier('Silver')))
    await write('new.json', points(2, tier('Gold')))
    const { code, stdout } = await lint('new.json', '--against', 'old.json')
    expect(code).toBe(0)
    expect(stdout).toContain('[CHANGE_MESSAGES_SEVERAL]')
    expect(stdout).toContain('Lock screen  Store card changed\n')
  })

  it('ends with 1 if the two are no versions of one pass', async () => {
    await write('old.json', points(1))
    await write('new.json', { ...points(1), serialNumber: 'another' })
    const { code, stdout } = await lint('new.json', '--against', 'old.json')
    expect(code).toBe(1)
    expect(stdout).toContain('Lock screen  silent\n')
    expect(stdout).toContain('Error    serialNumber  [PASS_NOT_THE_SAME]')
  })

  it('cannot be used with what is no pass', async () => {
    const { code, stdout, stderr } = await lint('coffee.pkpass', '--against', 'photo.jpg')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^Error: photo\.jpg is no pass to compare with:\n {2}archive – This is no zip archive/)
    const broken = await lint('photo.jpg', '--against', 'coffee.pkpass')
    expect(broken.code).toBe(1)
    expect(broken.stdout).not.toContain('Lock screen')
  })

  it('compares packages in the language of the phone', async () => {
    const { json } = await lint('coffee.pkpass', '--against', 'coffee.pkpass', '--json')
    expect(json()).toMatchObject({ comparison: { changes: [], lockScreen: [{ kind: 'silent', style: 'storeCard' }] } })
    expect((await readFile(join(folder, 'coffee.pkpass'))).length).toBeGreaterThan(0)
  })

  it('tells apart the phones that draw the pass differently', async () => {
    await write('old.json', flight)
    const fields = flight.boardingPass!
    const headerFields = [{ ...fields.headerFields![0]!, value: '2B' }]
    await write('new.json', { ...flight, boardingPass: { ...fields, headerFields } })
    const { stdout } = await lint('new.json', '--against', 'old.json')
    expect(stdout).toMatch(/^Lock screen, up to iOS 25 +Gate changed to 2B$/m)
    expect(stdout).toMatch(
      /^Lock screen, iOS 26 on +silent \(perhaps\)\nOnly a phone can tell: On a semanticBoardingPass /m,
    )
  })

  it('lists once what the poster and the style beside it both say', async () => {
    const withStamps = (value: number) => ({
      ...posterCard,
      posterGeneric: {
        ...posterCard.posterGeneric,
        headerFields: [{ key: 'stamps', value, changeMessage: '%@ stamps' }],
      },
      storeCard: { ...posterCard.storeCard, headerFields: [{ key: 'stamps', value, changeMessage: '%@ stamps' }] },
    })
    await write('old.json', withStamps(3))
    await write('new.json', withStamps(4))
    const { stdout } = await lint('new.json', '--against', 'old.json')
    expect(stdout.match(/^stamps /gm)).toHaveLength(1)
    expect(stdout).toContain('Lock screen  4 stamps\n')
  })
})
