import { describe, expect, it } from 'vitest'
import type { IssueCode } from '../issue-codes.ts'
import { arbitraryValue, seededRandom } from '../testing/arbitrary.ts'
import { classes, objects } from '../testing/passes.ts'
import { verticals } from '../verticals.ts'
import { checkSaveClaims } from './check-save-claims.ts'

const good = {
  iss: 'wallet@example-project.iam.gserviceaccount.com',
  aud: 'google',
  typ: 'savetowallet',
  iat: 1_796_126_400,
  origins: ['https://www.example.com', 'www.example.com', 'http://localhost:8080'],
  payload: { offerClasses: [classes.offer], offerObjects: [objects.offer] },
}

it('good claims have no issues', () => {
  expect(checkSaveClaims(good)).toEqual([])
})

const cases: readonly (readonly [IssueCode, string, object])[] = [
  ['CLAIM_MISSING', 'iss', { iss: undefined }],
  ['CLAIM_MISSING', 'aud', { aud: undefined }],
  ['CLAIM_MISSING', 'typ', { typ: undefined }],
  ['CLAIM_MISSING', 'payload', { payload: undefined }],
  ['CLAIM_WRONG', 'iss', { iss: 'https://accounts.google.com' }],
  ['CLAIM_WRONG', 'aud', { aud: ['google'] }],
  ['CLAIM_WRONG', 'typ', { typ: 'savetoandroidpay' }],
  ['CLAIM_WRONG', 'iat', { iat: 1_796_126_400_000 }],
  ['CLAIM_WRONG', 'iat', { iat: '2026-12-01' }],
  ['CLAIM_WRONG', 'origins', { origins: 'https://www.example.com' }],
  ['CLAIM_WRONG', 'origins[0]', { origins: ['https://www.example.com/'] }],
  ['CLAIM_UNKNOWN', 'exp', { exp: 1_796_130_000 }],
  ['PAYLOAD_ARRAY_UNKNOWN', 'payload.GenericObjects', { payload: { GenericObjects: [] } }],
  ['PAYLOAD_ARRAY_UNKNOWN', 'payload.giftcardObjects', { payload: { giftcardObjects: [] } }],
  ['PAYLOAD_EMPTY', 'payload', { payload: { offerClasses: [classes.offer] } }],
  ['TYPE_WRONG', 'payload.offerObjects', { payload: { offerObjects: objects.offer } }],
  ['TYPE_WRONG', 'payload.offerObjects[0]', { payload: { offerObjects: ['1.a'] } }],
  ['ID_INVALID', 'payload.offerObjects[0].id', { payload: { offerObjects: [{ id: 'coffee' }] } }],
  [
    'KEY_MISSING',
    'payload.giftCardObjects[0].cardNumber',
    { payload: { giftCardObjects: [{ ...objects.giftCard, cardNumber: undefined }] } },
  ],
  ['ID_DUPLICATE', 'payload.offerObjects[1].id', { payload: { offerObjects: [objects.offer, objects.offer] } }],
  [
    'CLASS_IS_DRAFT',
    'payload.offerObjects[0].classId',
    { payload: { offerClasses: [{ ...classes.offer, reviewStatus: 'DRAFT' }], offerObjects: [objects.offer] } },
  ],
  [
    'SECRET_IN_LINK',
    'payload.loyaltyObjects[0].rotatingBarcode.totpDetails',
    { payload: { loyaltyObjects: [objects.loyalty] } },
  ],
]

describe.each(cases)('%s at %s', (code, path, change) => {
  it('is found, and good claims do not have it', () => {
    const found = checkSaveClaims({ ...good, ...change }).filter((issue) => issue.path === path)
    expect(found.map((issue) => issue.code)).toContain(code)
  })
})

it.each([
  ['GenericObjects', 'Write genericObjects.'],
  ['giftcardObjects', 'Write giftCardObjects.'],
  ['event_ticket_classes', 'Write eventTicketClasses.'],
  ['passes', expect.stringContaining('There are: genericClasses, genericObjects, ')],
])('%s: it is said how the array is called', (name, fix) => {
  const issues = checkSaveClaims({ ...good, payload: { [name]: [] } })
  expect(issues.find(({ code }) => code === 'PAYLOAD_ARRAY_UNKNOWN')?.fix).toEqual(fix)
})

it('objects that exist already are named by their ids', () => {
  const payload = Object.fromEntries(Object.values(verticals).map((row) => [row.objects, [{ id: `1.${row.objects}` }]]))
  expect(checkSaveClaims({ ...good, payload })).toEqual([])
})

it.each([null, 'claims', []])('%j are no claims', (claims) => {
  expect(checkSaveClaims(claims)).toMatchObject([{ code: 'TYPE_WRONG' }])
})

it('never throws, whatever the claims', () => {
  const random = seededRandom(99)
  const names = [
    'payload',
    'iss',
    'origins',
    'iat',
    ...Object.values(verticals).flatMap((row) => [row.classes, row.objects]),
  ]
  for (let n = 0; n < 2000; n++) {
    const value = arbitraryValue(random, names, 5)
    checkSaveClaims(value)
    checkSaveClaims({ ...good, payload: value })
  }
})
