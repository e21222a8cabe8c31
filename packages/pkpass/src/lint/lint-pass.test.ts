import { describe, expect, it } from 'vitest'
import { fieldKeys } from '../pass-json/tables/fields.ts'
import { passKeys } from '../pass-json/tables/pass.ts'
import type { PassField, PassJson } from '../pass-json/types.ts'
import { coffeeCard, nfcKey, summarise } from '../testing/fixtures.ts'
import { posterTicket } from '../testing/full-passes.ts'
import { lintPass } from './lint-pass.ts'
import type { LintContext } from './subject.ts'

/** Without what is said of every pass whose back names nobody to turn to: that has a case of its own. */
const lint = (pass: unknown, context?: LintContext) =>
  lintPass(pass, context).filter(({ code }) => code !== 'CONTACT_MISSING')

/** Complete for every style, and without an issue. */
const complete: PassJson = {
  ...coffeeCard,
  formatVersion: 1,
  passTypeIdentifier: 'pass.example.coffee',
  teamIdentifier: 'ABCDE12345',
}
const { storeCard: _, ...styleless } = complete

const issuesWith = (changes: Readonly<Record<string, unknown>>) => summarise(lint({ ...complete, ...changes }))

function fieldIssues(
  field: Partial<PassField> | Readonly<Record<string, unknown>>,
  group = 'secondaryFields',
): string[] {
  return issuesWith({ storeCard: { [group]: [{ key: 'a', value: 'text', ...field }] } })
}

describe('a pass of each classic style passes without an issue', () => {
  const fields = {
    headerFields: [{ key: 'h', label: 'H', value: 1, numberStyle: 'PKNumberStyleDecimal' }],
    primaryFields: [{ key: 'p', value: 12.5, currencyCode: 'EUR' }],
    secondaryFields: [
      { key: 's', value: '2026-12-24T18:00+01:00', dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' },
    ],
    auxiliaryFields: [{ key: 'a', value: 'x', textAlignment: 'PKTextAlignmentRight' }],
    backFields: [{ key: 'b', value: 'x', dataDetectorTypes: [], changeMessage: 'Now %@' }],
  }
  it.each([
    ['boardingPass', { ...fields, transitType: 'PKTransitTypeTrain' }],
    ['coupon', fields],
    ['eventTicket', { ...fields, auxiliaryFields: [{ key: 'a', value: 'x', row: 1 }] }],
    ['generic', fields],
    ['storeCard', fields],
  ])('%s', (style, content) => {
    expect(lint({ ...styleless, [style]: content })).toEqual([])
  })

  it('with every key of the core', () => {
    const pass = {
      ...styleless,
      eventTicket: fields as PassJson['eventTicket'],
      webServiceURL: 'https://example.com/wallet',
      authenticationToken: '0123456789abcdef',
      expirationDate: '2026-12-24T18:00:00.500Z',
      voided: false,
      sharingProhibited: true,
      groupingIdentifier: 'tour',
      associatedStoreIdentifiers: [1],
      appLaunchURL: 'coffee://card',
      userInfo: { any: ['thing'] },
      logoText: '',
      backgroundColor: 'rgb(0, 0, 0)',
      foregroundColor: 'rgb(255,255,255)',
      labelColor: 'rgb( 1 , 2 , 3 )',
      stripColor: 'rgb(9, 9, 9)',
      suppressStripShine: true,
      barcodes: [{ format: 'PKBarcodeFormatQR', message: 'x', messageEncoding: 'iso-8859-1', altText: 'x' }],
      barcode: { format: 'PKBarcodeFormatPDF417', message: 'x', messageEncoding: 'utf-8' },
      nfc: { message: 'x', encryptionPublicKey: nfcKey, requiresAuthentication: false },
      relevantDates: [{ date: '2026-12-24T18:00Z' }, { startDate: '2026-12-24T18:00Z', endDate: '2026-12-24T19:00Z' }],
      relevantDate: '2026-12-24T18:00Z',
      locations: [{ latitude: 48.1, longitude: -11.5, altitude: 520, relevantText: 'Here' }],
      beacons: [{ proximityUUID: 'F8F589E9-C07E-58B0-AEB2-A36BE4D48FAC', major: 1, minor: 65535 }],
      maxDistance: 50,
    }
    expect(lint(pass)).toEqual([])
  })

  it('with values that are undefined, as if they were absent', () => {
    expect(issuesWith({ logoText: undefined, webServiceURL: undefined, coupon: undefined })).toEqual([])
  })
})

describe('top-level keys', () => {
  it.each(['formatVersion', 'passTypeIdentifier', 'teamIdentifier', 'serialNumber', 'organizationName', 'description'])(
    '%s is required',
    (key) => {
      expect(issuesWith({ [key]: undefined })).toEqual([`KEY_MISSING ${key}`])
    },
  )

  it.each([
    ['formatVersion', 2, 'VALUE_UNKNOWN formatVersion'],
    ['formatVersion', '1', 'VALUE_UNKNOWN formatVersion'],
    ['serialNumber', 5, 'TYPE_WRONG serialNumber'],
    ['serialNumber', '', 'VALUE_EMPTY serialNumber'],
    ['serialNumber', 'a b/c', 'SERIAL_NOT_URL_SAFE serialNumber'],
    ['organizationName', null, 'TYPE_WRONG organizationName'],
    ['description', '', 'VALUE_EMPTY description'],
    ['voided', 'true', 'TYPE_WRONG voided'],
    ['associatedStoreIdentifiers', [1, '2'], 'TYPE_WRONG associatedStoreIdentifiers[1]'],
    ['associatedStoreIdentifiers', 1, 'TYPE_WRONG associatedStoreIdentifiers'],
    ['backgroundColour', 'rgb(0, 0, 0)', 'KEY_UNKNOWN backgroundColour'],
    ['groupingIdentifier', 'tour', 'KEY_WITHOUT_EFFECT groupingIdentifier'],
    ['relevantDate', '2026-12-24T18:00Z', 'KEY_WITHOUT_EFFECT relevantDate'],
  ])('%s: %s', (key, value, expected) => {
    expect(issuesWith({ [key]: value })).toEqual([expected])
  })

  it('unknown keys are only a warning', () => {
    expect(lint({ ...complete, fromTheFuture: 1 })).toMatchObject([{ severity: 'warning', path: 'fromTheFuture' }])
  })

  it.each([[null], ['pass'], [[]], [undefined]])('a pass that is %s is no pass', (pass) => {
    expect(summarise(lint(pass))).toEqual(['TYPE_WRONG pass.json'])
  })

  it('everything wrong is reported at once', () => {
    const pass = { formatVersion: 1, serialNumber: 1, storeCard: { primaryFields: [{ key: 'a' }] }, labelColor: 'red' }
    expect(summarise(lint(pass)).sort()).toEqual([
      'COLOR_INVALID labelColor',
      'KEY_MISSING description',
      'KEY_MISSING organizationName',
      'KEY_MISSING passTypeIdentifier',
      'KEY_MISSING storeCard.primaryFields[0].value',
      'KEY_MISSING teamIdentifier',
      'TYPE_WRONG serialNumber',
    ])
  })
})

describe('identifiers', () => {
  const certificate = { passTypeIdentifier: 'pass.example.tea', teamIdentifier: 'ZZZZZ99999' }

  it('must be those of the certificate, and both are named', () => {
    const issues = lint(complete, certificate)
    expect(summarise(issues)).toEqual(['PASS_TYPE_MISMATCH passTypeIdentifier', 'TEAM_MISMATCH teamIdentifier'])
    expect(issues[0]?.message).toContain('pass.example.coffee')
    expect(issues[0]?.message).toContain('pass.example.tea')
  })
})

describe('dates', () => {
  it.each([
    '2026-12-24T18:00Z',
    '2026-12-24T18:00:00Z',
    '2026-12-24T18:00:00.123Z',
    '2026-12-24T18:00+01:00',
    '2028-02-29T00:00:00-07:30',
  ])('%s is one', (expirationDate) => {
    expect(issuesWith({ expirationDate })).toEqual([])
  })

  it.each([
    ['2026-12-24', 'is no date with hours and minutes'],
    ['05/12/2026', 'is no date with hours and minutes'],
    ['2026-12-24T18:00', 'has no time zone'],
    ['2026-12-24T18:00:00+0100', 'has a zone that is neither Z nor like +01:00'],
    ['2026-12-24T18:00:00-7:00', 'has a zone that is neither Z nor like +01:00'],
    ['2026-02-29T18:00Z', 'does not exist in the calendar'],
    ['2100-02-29T18:00Z', 'does not exist in the calendar'],
    ['2026-04-31T18:00Z', 'does not exist in the calendar'],
    ['2026-13-01T18:00Z', 'does not exist in the calendar'],
    ['2026-12-24T24:00Z', 'does not exist in the calendar'],
    ['2026-12-24T18:60Z', 'does not exist in the calendar'],
  ])('%s is none: it %s', (expirationDate, reason) => {
    const [issue, ...others] = lint({ ...complete, expirationDate })
    expect(others).toEqual([])
    expect(issue).toMatchObject({
      code: 'DATE_INVALID',
      path: 'expirationDate',
      message: `"${expirationDate}" ${reason}.`,
    })
  })

  it('Date objects are none', () => {
    expect(lint({ ...complete, expirationDate: new Date() })).toMatchObject([
      { code: 'TYPE_WRONG', message: 'It is a Date object.' },
    ])
  })
})

describe('colours', () => {
  it.each(['red', 'rgb(256, 0, 0)', 'rgb(1, 2)', 'rgba(1, 2, 3, 1)', 'xx#abcdefzz', '#12345', ''])(
    '%s is none',
    (color) => {
      expect(issuesWith({ labelColor: color })).toEqual(['COLOR_INVALID labelColor'])
    },
  )

  it.each([
    ['#fff', 'Write rgb(255, 255, 255).'],
    ['#0A141e', 'Write rgb(10, 20, 30).'],
  ])('%s is a warning that says how to write it', (labelColor, fix) => {
    expect(lint({ ...complete, labelColor })).toMatchObject([{ code: 'COLOR_UNDOCUMENTED', severity: 'warning', fix }])
  })
})

describe('the web service', () => {
  const token = '0123456789abcdef'
  const url = 'https://example.com'
  it.each([
    [{ webServiceURL: url }, ['WEB_SERVICE_INCOMPLETE authenticationToken']],
    [{ authenticationToken: token }, ['WEB_SERVICE_INCOMPLETE webServiceURL']],
    [{ webServiceURL: url, authenticationToken: '0123456789abcde' }, ['TOKEN_TOO_SHORT authenticationToken']],
    [{ webServiceURL: 'http://example.com', authenticationToken: token }, ['URL_NOT_HTTPS webServiceURL']],
    [{ webServiceURL: 'http://172.32.0.1', authenticationToken: token }, ['URL_NOT_HTTPS webServiceURL']],
    [{ webServiceURL: 'ftp://example.com', authenticationToken: token }, ['URL_INVALID webServiceURL']],
    [{ webServiceURL: 'example.com', authenticationToken: token }, ['URL_INVALID webServiceURL']],
    [{ webServiceURL: 5, authenticationToken: token }, ['TYPE_WRONG webServiceURL']],
  ])('%o', (keys, expected) => {
    expect(issuesWith(keys)).toEqual(expected)
  })

  it.each(['192.168.1.5:3000', 'localhost:8787', 'mac.local', '[::1]', 'billfold', '172.31.0.1'])(
    'may be http://%s while one develops',
    (host) => {
      const keys = { webServiceURL: `http://${host}`, authenticationToken: token }
      expect(issuesWith(keys)).toEqual(['URL_FOR_DEVELOPMENT webServiceURL'])
    },
  )
})

describe('styles', () => {
  it.each([
    [{}, ['STYLE_MISSING pass.json']],
    [{ posterGeneric: {} }, ['STYLE_TOO_NEW posterGeneric']],
    [{ posterGeneric: { primaryFields: [] }, coupon: { primaryFields: [{ key: 'a', value: 'x' }] } }, []],
    [{ coupon: {}, generic: {} }, ['STYLE_AMBIGUOUS generic']],
    [{ boardingPass: {} }, ['KEY_MISSING boardingPass.transitType']],
    [{ boardingPass: { transitType: 'PKTransitTypeRocket' } }, ['VALUE_UNKNOWN boardingPass.transitType']],
    [{ coupon: { transitType: 'PKTransitTypeAir' } }, ['TRANSIT_TYPE_NOT_ALLOWED coupon.transitType']],
    [{ coupon: [] }, ['TYPE_WRONG coupon']],
    [{ coupon: { backFields: {} } }, ['TYPE_WRONG coupon.backFields']],
    [{ coupon: { backFields: ['text'] } }, ['TYPE_WRONG coupon.backFields[0]']],
  ])('%o', (keys, expected) => {
    expect(summarise(lint({ ...styleless, ...keys }))).toEqual(expected)
  })

  it('an event ticket has a strip or a background, not both', () => {
    const check = (files: readonly string[]) => summarise(lint({ ...styleless, eventTicket: {} }, { files }))
    expect(check(['strip@2x.png', 'background.png'])).toEqual(['STYLE_IMAGES_CONFLICT strip.png'])
    expect(check(['strip.png', 'thumbnail@3x.png'])).toEqual(['STYLE_IMAGES_CONFLICT strip.png'])
    expect(check(['strip.png', 'stripes.png', 'logo.png'])).toEqual([])
    expect(check(['background.png', 'thumbnail.png'])).toEqual([])
  })
})

describe('fields', () => {
  const place = 'storeCard.secondaryFields[0]'
  const date = '2026-12-24T18:00Z'
  it.each([
    [{ key: undefined }, [`KEY_MISSING ${place}.key`]],
    [{ key: '' }, [`VALUE_EMPTY ${place}.key`]],
    [{ value: undefined }, [`KEY_MISSING ${place}.value`]],
    [{ value: null }, [`TYPE_WRONG ${place}.value`]],
    [{ value: true }, [`TYPE_WRONG ${place}.value`]],
    [{ label: 5 }, [`TYPE_WRONG ${place}.label`]],
    [{ textAlignment: 'left' }, [`VALUE_UNKNOWN ${place}.textAlignment`]],
    [{ value: date, dateStyle: 'short', timeStyle: 'PKDateStyleNone' }, [`VALUE_UNKNOWN ${place}.dateStyle`]],
    [{ value: date, dateStyle: 'PKDateStyleShort' }, [`DATE_STYLE_INCOMPLETE ${place}.timeStyle`]],
    [{ value: date, timeStyle: 'PKDateStyleShort' }, [`DATE_STYLE_INCOMPLETE ${place}.dateStyle`]],
    [{ dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShort' }, [`FIELD_VALUE_NOT_DATE ${place}.value`]],
    [
      { value: 5, dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleShort' },
      [`FIELD_VALUE_NOT_DATE ${place}.value`],
    ],
    [{ value: '5', numberStyle: 'PKNumberStyleDecimal' }, [`FIELD_VALUE_NOT_NUMBER ${place}.value`]],
    [{ value: '5', currencyCode: 'EUR' }, [`FIELD_VALUE_NOT_NUMBER ${place}.value`]],
    [{ value: 5, currencyCode: 'euro' }, [`CURRENCY_INVALID ${place}.currencyCode`]],
    [
      { value: 5, currencyCode: 'EUR', numberStyle: 'PKNumberStyleDecimal' },
      [`NUMBER_STYLE_AMBIGUOUS ${place}.numberStyle`],
    ],
    [{ changeMessage: 'Changed' }, [`CHANGE_MESSAGE_WITHOUT_VALUE ${place}.changeMessage`]],
    [{ dataDetectorTypes: [] }, [`FIELD_KEY_MISPLACED ${place}.dataDetectorTypes`]],
    [{ row: 1 }, [`FIELD_KEY_MISPLACED ${place}.row`]],
    [{ semantics: 'none' }, [`TYPE_WRONG ${place}.semantics`]],
    [{ isRelative: 1 }, [`TYPE_WRONG ${place}.isRelative`, `KEY_WITHOUT_EFFECT ${place}.isRelative`]],
    [{ ignoresTimeZone: true }, [`KEY_WITHOUT_EFFECT ${place}.ignoresTimeZone`]],
    [{ ownKey: 'let through' }, [`KEY_UNKNOWN ${place}.ownKey`]],
    [{ value: '' }, []],
  ])('%o', (field, expected) => {
    expect(fieldIssues(field)).toEqual(expected)
  })

  it.each(['primaryFields', 'backFields'])('textAlignment has no effect in %s', (group) => {
    expect(fieldIssues({ textAlignment: 'PKTextAlignmentLeft' }, group)).toEqual([
      `FIELD_KEY_MISPLACED storeCard.${group}[0].textAlignment`,
    ])
  })

  it('a row is 0 or 1', () => {
    const eventTicket = { auxiliaryFields: [{ key: 'a', value: '', row: 2 }] }
    expect(summarise(lint({ ...styleless, eventTicket }))).toEqual(['VALUE_UNKNOWN eventTicket.auxiliaryFields[0].row'])
  })

  it('two fields with one key are both named', () => {
    const storeCard = {
      primaryFields: [{ key: 'a', value: 1 }],
      backFields: [
        { key: 'b', value: 1 },
        { key: 'a', value: 1 },
      ],
    }
    expect(lint({ ...complete, storeCard })).toMatchObject([
      {
        code: 'FIELD_KEY_DUPLICATE',
        path: 'storeCard.backFields[1].key',
        message: '"a" is also the key of storeCard.primaryFields[0].',
      },
    ])
  })

  it('a changeMessage may be a key of pass.strings if there is one', () => {
    const storeCard = { backFields: [{ key: 'a', value: 1, changeMessage: 'BALANCE_CHANGED' }] }
    expect(lint({ ...complete, storeCard }, { files: ['de.lproj/pass.strings'] })).toEqual([])
  })

  const list = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, i) => ({ key: `${prefix}${i}`, value: '' }))
  it.each([
    ['coupon', { secondaryFields: list(2, 's'), auxiliaryFields: list(2, 'a') }, []],
    [
      'coupon',
      { secondaryFields: list(3, 's'), auxiliaryFields: list(2, 'a') },
      ['FIELDS_NOT_VISIBLE coupon.secondaryFields + auxiliaryFields'],
    ],
    ['generic', { secondaryFields: list(4, 's'), auxiliaryFields: list(4, 'a') }, []],
    ['generic', { headerFields: list(4, 'h') }, ['FIELDS_NOT_VISIBLE generic.headerFields']],
    ['storeCard', { primaryFields: list(2, 'p') }, ['FIELDS_NOT_VISIBLE storeCard.primaryFields']],
    ['storeCard', { backFields: list(40, 'b') }, []],
  ])('the face of a %s shows some fields only: %o', (style, fields, expected) => {
    expect(summarise(lint({ ...styleless, [style]: fields }))).toEqual(expected)
  })
})

describe('barcodes', () => {
  const barcode = (changes: Readonly<Record<string, unknown>>) => ({
    format: 'PKBarcodeFormatQR',
    message: 'x',
    messageEncoding: 'iso-8859-1',
    ...changes,
  })
  it.each([
    [{ format: 'PKBarcodeFormatQRx' }, ['VALUE_UNKNOWN barcodes[0].format']],
    [{ format: undefined }, ['KEY_MISSING barcodes[0].format']],
    [{ message: 5 }, ['TYPE_WRONG barcodes[0].message']],
    [{ message: '' }, ['VALUE_EMPTY barcodes[0].message']],
    [{ messageEncoding: undefined }, ['KEY_MISSING barcodes[0].messageEncoding']],
    [{ message: 'ä' }, []],
    [{ message: '5 €' }, ['BARCODE_NOT_ENCODABLE barcodes[0].message']],
    [{ messageEncoding: 'latin-one' }, ['ENCODING_UNKNOWN barcodes[0].messageEncoding']],
    [{ messageEncoding: 'iso-8859-12' }, ['ENCODING_UNKNOWN barcodes[0].messageEncoding']],
    [{ messageEncoding: 'ISO-8859-15' }, []],
    [{ messageEncoding: 'ISO_8859-1:1987' }, []],
    [{ messageEncoding: 'Shift_JIS' }, []],
    [{ message: 'ä', messageEncoding: 'US-ASCII' }, ['BARCODE_NOT_ENCODABLE barcodes[0].message']],
    [{ message: '5 €', messageEncoding: 'utf-8' }, []],
    [{ format: 'PKBarcodeFormatCode128', message: 'ABC-123' }, []],
    [{ format: 'PKBarcodeFormatCode128', message: 'ä' }, ['BARCODE_PAYLOAD_INVALID barcodes[0].message']],
  ])('%o', (changes, expected) => {
    expect(issuesWith({ barcodes: [barcode(changes)] })).toEqual(expected)
  })

  const qr = barcode({})
  it.each([
    ['PKBarcodeFormatCode39', 'ABC 12%', true],
    ['PKBarcodeFormatCode39', 'abc', false],
    ['PKBarcodeFormatCodabar', 'A12:34B', true],
    ['PKBarcodeFormatCodabar', '12X', false],
    ['PKBarcodeFormatEAN13', '4006381333931', true],
    ['PKBarcodeFormatEAN13', '4006381333932', false],
    ['PKBarcodeFormatEAN13', '400638133393', true],
    ['PKBarcodeFormatEAN13', '40063', false],
    ['PKBarcodeFormatI2of5', '1234', true],
    ['PKBarcodeFormatI2of5', '123', false],
  ])('%s can hold "%s": %s', (format, message, isPossible) => {
    const expected = isPossible ? [] : ['BARCODE_PAYLOAD_INVALID barcodes[0].message']
    expect(issuesWith({ barcodes: [barcode({ format, message }), qr] })).toEqual(expected)
  })

  it('formats of iOS 27 alone are a warning', () => {
    expect(lint({ ...complete, barcodes: [barcode({ format: 'PKBarcodeFormatI2of5', message: '12' })] })).toMatchObject(
      [{ code: 'BARCODE_WITHOUT_FALLBACK', severity: 'warning' }],
    )
  })

  it('the old single barcode takes the old formats only', () => {
    const barcodes = [qr]
    expect(issuesWith({ barcodes, barcode: barcode({ format: 'PKBarcodeFormatCode128' }) })).toEqual([
      'BARCODE_FORMAT_NOT_ALLOWED barcode.format',
    ])
    expect(issuesWith({ barcodes, barcode: [] })).toEqual(['TYPE_WRONG barcode'])
    expect(issuesWith({ barcode: qr })).toEqual(['KEY_DEPRECATED barcode'])
  })

  it.each([
    ['PKBarcodeFormatQR', '7'.repeat(7089), 'iso-8859-1', []],
    ['PKBarcodeFormatQR', '7'.repeat(7090), 'iso-8859-1', ['BARCODE_PAYLOAD_INVALID barcodes[0].message']],
    ['PKBarcodeFormatQR', 'A'.repeat(4297), 'iso-8859-1', ['BARCODE_PAYLOAD_INVALID barcodes[0].message']],
    ['PKBarcodeFormatQR', 'a'.repeat(2953), 'iso-8859-1', []],
    ['PKBarcodeFormatQR', 'é'.repeat(1477), 'utf-8', ['BARCODE_PAYLOAD_INVALID barcodes[0].message']],
    ['PKBarcodeFormatQR', 'é'.repeat(1477), 'iso-8859-1', []],
    ['PKBarcodeFormatAztec', 'a'.repeat(3068), 'iso-8859-1', ['BARCODE_PAYLOAD_INVALID barcodes[0].message']],
    ['PKBarcodeFormatPDF417', 'a'.repeat(1850), 'iso-8859-1', []],
    ['PKBarcodeFormatPDF417', 'a'.repeat(1851), 'iso-8859-1', ['BARCODE_PAYLOAD_INVALID barcodes[0].message']],
  ])('%s holds what its largest symbol holds', (format, message, messageEncoding, expected) => {
    expect(issuesWith({ barcodes: [{ format, message, messageEncoding }] })).toEqual(expected)
  })

  it('barcodes is a list of objects', () => {
    expect(issuesWith({ barcodes: qr })).toEqual(['TYPE_WRONG barcodes'])
    expect(issuesWith({ barcodes: ['x'] })).toEqual(['TYPE_WRONG barcodes[0]'])
  })
})

describe('relevance and NFC', () => {
  const location = { latitude: 48, longitude: 11 }
  const beacon = (i: number) => ({ proximityUUID: `f8f589e9-c07e-58b0-aeb2-a36be4d480${String(i).padStart(2, '0')}` })
  it.each([
    [{ locations: [{ latitude: 91, longitude: 11 }] }, ['NUMBER_OUT_OF_RANGE locations[0].latitude']],
    [{ locations: [{ latitude: 48 }] }, ['KEY_MISSING locations[0].longitude']],
    [{ locations: Array.from({ length: 10 }, () => location) }, []],
    [{ locations: Array.from({ length: 11 }, () => location) }, ['TOO_MANY_LOCATIONS locations']],
    [{ locations: [location], beacons: [{ proximityUUID: 'x' }] }, ['UUID_INVALID beacons[0].proximityUUID']],
    [{ locations: [location], beacons: [{ proximityUUID: 5 }] }, ['TYPE_WRONG beacons[0].proximityUUID']],
    [{ locations: [location], beacons: [{ ...beacon(1), major: 65536 }] }, ['NUMBER_OUT_OF_RANGE beacons[0].major']],
    [{ locations: [location], beacons: Array.from({ length: 11 }, () => beacon(1)) }, []],
    [{ locations: [location], beacons: Array.from({ length: 11 }, (_, i) => beacon(i)) }, ['TOO_MANY_BEACONS beacons']],
    [{ locations: [location], beacons: [{ ...beacon(1), minor: 1.5 }] }, ['NUMBER_OUT_OF_RANGE beacons[0].minor']],
    [{ beacons: [beacon(1)] }, ['RELEVANCE_WITHOUT_LOCATION beacons']],
    [{ nfc: { message: 'x'.repeat(64), encryptionPublicKey: nfcKey } }, []],
    [{ nfc: { message: 'ä'.repeat(33), encryptionPublicKey: nfcKey } }, ['TEXT_TOO_LONG nfc.message']],
    [{ nfc: { message: 'x' } }, ['KEY_MISSING nfc.encryptionPublicKey']],
  ])('%o', (keys, expected) => {
    expect(issuesWith(keys)).toEqual(expected)
  })

  it.each([
    [{ date: '2026-12-24T18:00Z' }, []],
    [{ relevantDate: '2026-12-24T18:00Z' }, []],
    [{ startDate: '2026-12-24T18:00Z' }, ['RELEVANT_DATE_INCOMPLETE relevantDates[0]']],
    [{ date: '2026-12-24T18:00Z', endDate: '2026-12-24T18:00Z' }, ['RELEVANT_DATE_INCOMPLETE relevantDates[0]']],
    [{}, ['RELEVANT_DATE_INCOMPLETE relevantDates[0]']],
    [{ date: 'tomorrow' }, ['DATE_INVALID relevantDates[0].date']],
    ['2026-12-24T18:00Z', ['TYPE_WRONG relevantDates[0]']],
  ])('relevant date %o', (entry, expected) => {
    expect(summarise(lint({ ...styleless, generic: {}, locations: [location], relevantDates: [entry] }))).toEqual(
      expected,
    )
  })
})

it('fields and tags of upcoming events keep the rules of fields and tags', () => {
  const entry = {
    identifier: 'b',
    name: 'Second night',
    type: 'event',
    semantics: { eventStartDate: '2027-01-17T20:00Z', eventEndDate: '2027-01-17T19:00Z', balance: {} },
    additionalInfoFields: [{ key: 'a', value: 'soon', dateStyle: 'PKDateStyleShort', timeStyle: 'PKDateStyleNone' }],
    backFields: [{ key: 'a', value: 'x', textAlignment: 'PKTextAlignmentLeft' }],
  }
  const path = 'upcomingPassInformation[0]'
  expect(summarise(lintPass({ ...posterTicket, upcomingPassInformation: [entry] }))).toEqual([
    `FIELD_KEY_MISPLACED ${path}.backFields[0].textAlignment`,
    `FIELD_KEY_DUPLICATE ${path}.additionalInfoFields[0].key`,
    `FIELD_VALUE_NOT_DATE ${path}.additionalInfoFields[0].value`,
    `KEY_WITHOUT_EFFECT ${path}.semantics.balance`,
    `DATES_REVERSED ${path}.semantics.eventEndDate`,
  ])
})

describe('whatever a value is', () => {
  const odd: readonly unknown[] = [
    null,
    0,
    -1,
    '',
    'x',
    true,
    [],
    [null],
    {},
    { toString: 1, valueOf: 1 },
    1n,
    Number.NaN,
    new Date(0),
    () => 0,
  ]
  const keysOfFields = Object.keys(fieldKeys)
  const keys = Object.keys(passKeys)

  it.each(keys)('of %s, checking reports and never throws', (key) => {
    for (const value of odd) {
      expect(Array.isArray(lint({ ...complete, [key]: value }, { files: [], teamIdentifier: 'x' }))).toBe(true)
      expect(Array.isArray(lint({ ...complete, [key]: [value] }))).toBe(true)
      expect(Array.isArray(lint({ ...complete, [key]: { format: value, date: value } }))).toBe(true)
      expect(Array.isArray(lint({ ...complete, [key]: [{ proximityUUID: value, message: value }] }))).toBe(true)
    }
  })

  it.each(keysOfFields)('of %s in a field, checking reports and never throws', (key) => {
    for (const value of odd) {
      const field = { key: 'a', value: 1, dateStyle: 'PKDateStyleNone', currencyCode: 'EUR', [key]: value }
      expect(lint({ ...styleless, coupon: { backFields: [field] } }).length).toBeGreaterThan(0)
    }
  })
})
