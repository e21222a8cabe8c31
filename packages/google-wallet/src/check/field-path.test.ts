import { expect, it } from 'vitest'
import { type FieldPath, resolveFieldPath } from './field-path.ts'

const resolve = (path: string, vertical: Parameters<typeof resolveFieldPath>[0] = 'loyalty') =>
  resolveFieldPath(vertical, path)

it.each([
  ['loyalty', 'object.loyaltyPoints.balance', { side: 'object', isDate: false }],
  ['loyalty', 'class.programName', { side: 'class', isDate: false }],
  ['eventTicket', 'class.eventName', { side: 'class', isDate: false }],
  ['eventTicket', 'class.dateTime.start', { side: 'class', isDate: true }],
  ['transit', 'object.ticketLeg.departureDateTime', { side: 'object', isDate: true }],
  ['offer', 'object.validTimeInterval.end', { side: 'object', isDate: true }],
  ['flight', 'class.flightHeader.carrier.airlineLogo', { side: 'class', isDate: false }],
  ['generic', "object.textModulesData['points']", { selected: { list: ['textModulesData'], id: 'points' } }],
  ['generic', "object.textModulesData['a.b']", { selected: { list: ['textModulesData'], id: 'a.b' } }],
  ['generic', "object.imageModulesData['photo']", { selected: { list: ['imageModulesData'], id: 'photo' } }],
  ['generic', "object.linksModuleData.uris['shop']", { selected: { list: ['linksModuleData', 'uris'], id: 'shop' } }],
  ['generic', "object.textModulesData['points'].body", { selected: { list: ['textModulesData'], id: 'points' } }],
  ['transit', 'object.purchaseDetails.ticketCost.purchasePrice', { side: 'object', isDate: false }],
] as const)('%s: %s leads to a field that can be shown', (vertical, path, expected) => {
  expect(resolve(path, vertical)).toMatchObject({ ...expected, isShowable: true })
})

it.each(['object.textModulesData', 'object.loyaltyPoints', 'object.linksModuleData', 'class.classTemplateInfo'])(
  '%s leads to nothing that can be shown',
  (path) => {
    expect(resolve(path)).toMatchObject({ isShowable: false })
  },
)

it.each([
  ['loyaltyPoints.balance', 'does not begin with class. or object.', 'Write object. or class. first.'],
  ['', 'does not begin with class. or object.', 'Write object. or class. first.'],
  ['object.', 'does not begin with class. or object.', 'Write object. or class. first.'],
  ['object.loyalty_points', 'finds no loyalty_points in LoyaltyObject', 'Did you mean loyaltyPoints?'],
  ['object.toString', 'finds no toString in LoyaltyObject', undefined],
  ['object.accountId.text', 'goes on after accountId, which has no fields', 'Stop there.'],
  ["object.accountId['a']", 'selects by id in accountId, which has no ids', "Leave out ['a']."],
  ["object.merchantLocations['a']", 'selects by id in merchantLocations, which has no ids', "Leave out ['a']."],
  [
    'object.textModulesData.body',
    'does not say which of textModulesData',
    "Select one by its id, like textModulesData['id'].",
  ],
  ['object.textModulesData["a"]', 'is not written as a path', "Write it like object.list['id']."],
  ['object.textModulesData[0]', 'is not written as a path', "Write it like object.list['id']."],
  ['object..accountId', 'is not written as a path', "Write it like object.list['id']."],
  ['object.accountId.', 'is not written as a path', "Write it like object.list['id']."],
])('%j leads nowhere, and it is said why', (path, problem, fix) => {
  const resolved: FieldPath = resolve(path)
  expect(resolved).toEqual({ problem, fix: fix ?? expect.any(String) })
})
