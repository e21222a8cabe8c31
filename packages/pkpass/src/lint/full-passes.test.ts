import { expect, it } from 'vitest'
import { passKeys } from '../pass-json/tables/pass.ts'
import { semanticTags } from '../pass-json/tables/semantics.ts'
import { enrolment, flight, imagesOf, posterCard, posterTicket } from '../testing/full-passes.ts'
import { lintPass } from './lint-pass.ts'
import { schemeReport } from './scheme-report.ts'

it.each([
  ['a poster event ticket', posterTicket, imagesOf.posterTicket, 'posterEventTicket', 18],
  ['a semantic boarding pass', flight, imagesOf.flight, 'semanticBoardingPass', 26],
  ['a posterGeneric with featured actions', posterCard, imagesOf.posterCard, 'posterGeneric', 27],
] as const)(
  '%s with all that it may have has no finding, and phones draw it as it asks',
  (_, pass, files, scheme, ios) => {
    const personalization = pass === posterCard ? enrolment : undefined
    expect(lintPass(pass, { files, ...(personalization && { personalization }) })).toEqual([])
    expect(schemeReport(pass, { files })).toEqual([
      { scheme, knownSinceIos: ios, verdict: 'used', usedSinceIos: ios, missing: [] },
    ])
  },
)

it('these passes use nearly every key and tag there is', () => {
  const used = (part: (pass: object) => object | undefined) =>
    new Set([posterTicket, flight, posterCard].flatMap((pass) => Object.keys(part(pass) ?? {})))
  const keys = used((pass) => pass)
  expect(Object.keys(passKeys).filter((key) => !keys.has(key))).toEqual(['coupon', 'generic', 'businessChatIdentifier'])
  const tags = used((pass) => (pass as { semantics?: object }).semantics)
  const missing = Object.entries(semanticTags).filter(([tag, row]) => !tags.has(tag) && row.undocumented === undefined)
  const elsewhere = ['PKEventTypeSports', 'PKTransitTypeTrain']
  for (const [, { eventType, transitTypes }] of missing) {
    expect(elsewhere).toContain(eventType ?? transitTypes?.[0])
  }
})
