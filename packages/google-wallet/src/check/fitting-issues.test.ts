import { type Cases, describeCases, id } from '../testing/issue-cases.ts'
import { classes } from '../testing/passes.ts'

const cases: Cases = [
  [
    'REVIEW_STATUS_NOT_SETTABLE',
    { of: 'offer class', wrong: { reviewStatus: 'APPROVED' }, right: { reviewStatus: 'DRAFT' }, path: 'reviewStatus' },
  ],
  [
    'CLASS_IS_DRAFT',
    {
      of: 'offer object',
      wrong: { classId: id('draft') },
      right: {},
      path: 'classId',
      classResource: { ...classes.offer, id: id('draft'), reviewStatus: 'draft' },
      rightClassResource: classes.offer,
    },
  ],
  [
    'CLASS_MISMATCH',
    {
      of: 'offer object',
      wrong: { classId: id('another') },
      right: {},
      path: 'classId',
      classResource: classes.offer,
    },
  ],
  [
    'LEG_WITHOUT_TIME',
    {
      of: 'transit object',
      wrong: { validTimeInterval: undefined, ticketLegs: [{ originStationCode: 'A' }] },
      right: {
        validTimeInterval: undefined,
        ticketLegs: [{ originStationCode: 'A', departureDateTime: '2027-03-05T09:00:00' }],
      },
      path: 'ticketLegs[0].departureDateTime',
    },
  ],
  [
    'LEG_WITHOUT_TIME',
    {
      of: 'transit object',
      wrong: { validTimeInterval: undefined, ticketLegs: undefined, ticketLeg: { originStationCode: 'A' } },
      right: { ticketLegs: undefined, ticketLeg: { originStationCode: 'A' } },
      path: 'ticketLeg.departureDateTime',
    },
  ],
  [
    'SMART_TAP_INCOMPLETE',
    { of: 'loyalty class', wrong: { redemptionIssuers: [] }, right: {}, path: 'redemptionIssuers' },
  ],
  [
    'SMART_TAP_INCOMPLETE',
    {
      of: 'loyalty object',
      wrong: { smartTapRedemptionValue: undefined, barcode: undefined, accountId: undefined },
      right: { smartTapRedemptionValue: undefined, barcode: undefined },
      path: 'smartTapRedemptionValue',
      classResource: classes.loyalty,
    },
  ],
]

describeCases(cases)
