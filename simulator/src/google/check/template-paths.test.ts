import { describe, expect, it } from 'vitest'
import type { Vertical } from '../api/verticals.ts'
import { faultsOfTemplate } from './template-paths.ts'

const faults = (vertical: Vertical, fieldPath: string) =>
  faultsOfTemplate(vertical, {
    listTemplateOverride: { firstRowOption: { fieldOption: { fields: [{ fieldPath }] } } },
  })

describe('a field path leads to a field', () => {
  it.each<[Vertical, string]>([
    ['loyalty', 'object.loyaltyPoints.balance'],
    ['loyalty', 'class.programName'],
    ['loyalty', "object.textModulesData['points']"],
    ['loyalty', "class.imageModulesData['photo-1']"],
    ['generic', "object.linksModuleData.uris['shop']"],
    ['eventTicket', 'class.dateTime.start'],
    ['eventTicket', 'object.seatInfo.seat'],
    ['flight', 'object.boardingAndSeatingInfo.seatNumber'],
    ['transit', 'object.ticketLeg.departureDateTime'],
    ['giftCard', 'object.balance'],
    ['loyalty', 'object.linkedOfferIds'],
  ])('%s %s', (vertical, path) => {
    expect(faults(vertical, path)).toEqual([])
  })
})

describe('a field path is refused', () => {
  it.each<[string, Vertical, string, RegExp]>([
    ['of another vertical', 'loyalty', 'class.eventName', /LoyaltyClass has no field eventName/],
    ['of the other side', 'loyalty', 'object.programName', /LoyaltyObject has no field programName/],
    ['with a typing error', 'loyalty', 'object.loyaltyPoints.balanse', /LoyaltyPoints has no field balanse/],
    ['beyond a text', 'loyalty', 'object.accountId.first', /accountId has no field first/],
    ['without a side', 'loyalty', 'loyaltyPoints.balance', /not written like/],
    ['of a third side', 'loyalty', 'issuer.name', /not written like/],
    ['by number', 'loyalty', 'object.textModulesData[0]', /not written like/],
    ['in double quotes', 'loyalty', 'object.textModulesData["a"]', /not written like/],
    ['with a dot in an id', 'loyalty', "object.textModulesData['a.b']", /not written like/],
    ['to a whole list', 'loyalty', 'object.textModulesData', /has to be chosen by/],
    ['into a list without an id', 'loyalty', 'object.textModulesData.body', /has to be chosen by/],
    ['by id into what is no list', 'loyalty', "object.loyaltyPoints['a']", /has no entries with ids/],
    ['by id into entries without ids', 'transit', "object.ticketLegs['a']", /has no entries with ids/],
    ['by a name of every object', 'loyalty', 'object.constructor', /has no field constructor/],
  ])('%s', (_, vertical, path, message) => {
    expect(faults(vertical, path)).toEqual([
      {
        path: 'classTemplateInfo.listTemplateOverride.firstRowOption.fieldOption.fields[0].fieldPath',
        message: expect.stringMatching(message),
      },
    ])
  })
})
