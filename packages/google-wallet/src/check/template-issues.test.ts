import { type Cases, describeCases, field, firstField, item, row } from '../testing/issue-cases.ts'
import { classes } from '../testing/passes.ts'

const cases: Cases = [
  [
    'TEMPLATE_PATH_INVALID',
    {
      of: 'loyalty class',
      wrong: field('object.loyaltyPoints.balanse'),
      right: field('object.loyaltyPoints.balance'),
      path: `${firstField}.fieldPath`,
    },
  ],
  [
    'TEMPLATE_PATH_NOT_SHOWABLE',
    {
      of: 'loyalty class',
      wrong: field('object.loyaltyPoints'),
      right: field('object.loyaltyPoints.label'),
      path: `${firstField}.fieldPath`,
    },
  ],
  [
    'TEMPLATE_ID_UNKNOWN',
    {
      of: 'loyalty class',
      wrong: field("class.textModulesData['opening']"),
      right: field("class.textModulesData['terms']"),
      path: `${firstField}.fieldPath`,
    },
  ],
  [
    'TEMPLATE_ID_UNKNOWN',
    {
      of: 'generic object',
      wrong: { textModulesData: [{ id: 'news', header: 'News', body: 'None' }] },
      right: {},
      path: 'textModulesData',
      classResource: classes.generic,
    },
  ],
  [
    'TEMPLATE_ROW_INCOMPLETE',
    {
      of: 'loyalty class',
      wrong: row({ twoItems: { startItem: item({ fieldPath: 'class.programName' }) } }),
      right: row({ oneItem: { item: item({ fieldPath: 'class.programName' }) } }),
      path: 'classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos[0].twoItems.endItem',
    },
  ],
  [
    'TEMPLATE_DATE_FORMAT_MISPLACED',
    {
      of: 'flight class',
      wrong: field('object.passengerName', { dateFormat: 'DATE_TIME' }),
      right: field('class.localBoardingDateTime', { dateFormat: 'TIME_ONLY' }),
      path: `${firstField}.dateFormat`,
    },
  ],
  [
    'TEMPLATE_ITEM_OF_OTHER_VERTICAL',
    {
      of: 'loyalty class',
      wrong: row({ oneItem: { item: { predefinedItem: 'FLIGHT_NUMBER_AND_OPERATING_FLIGHT_NUMBER' } } }),
      right: field('class.programName'),
      path: 'classTemplateInfo.cardTemplateOverride.cardRowTemplateInfos[0].oneItem.item.predefinedItem',
    },
  ],
  [
    'TEMPLATE_ITEM_OF_OTHER_VERTICAL',
    {
      of: 'loyalty class',
      wrong: { classTemplateInfo: { listTemplateOverride: { firstRowOption: { transitOption: 'ORIGIN_NAME' } } } },
      right: {},
      path: 'classTemplateInfo.listTemplateOverride.firstRowOption.transitOption',
    },
  ],
]

describeCases(cases)
