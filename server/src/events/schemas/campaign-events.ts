import Type from 'typebox'

/** Data of the events of a campaign as a whole. */

export const CampaignPublished = Type.Object(
  { revision: Type.Integer({ description: 'The number of the revision now in force.' }) },
  { examples: [{ revision: 3 }] },
)

export const CampaignArchived = Type.Object({}, { examples: [{}] })

export const CampaignTurned = Type.Object(
  { due: Type.String({ format: 'date-time', description: 'When the calendar was to turn.' }) },
  { examples: [{ due: '2036-12-01T00:00:00.000Z' }] },
)
