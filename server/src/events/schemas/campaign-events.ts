import Type from 'typebox'

/** Data of the events of a campaign as a whole. */

export const CampaignPublished = Type.Object(
  { revision: Type.Integer({ description: 'The number of the revision now in force.' }) },
  { examples: [{ revision: 3 }] },
)

export const CampaignChanged = Type.Object(
  {
    name: Type.String({ description: 'Its name now; of all three, whichever changed.' }),
    googleConfigurationId: Type.Union([Type.String(), Type.Null()], {
      description: 'The wallet configuration of its passes for Google Wallet; null if it gives out none.',
    }),
    googlePersonalInLinks: Type.Boolean({
      description: 'Whether the address of Google’s page may hold personal values.',
    }),
  },
  {
    examples: [
      {
        name: 'Coffee card',
        googleConfigurationId: 'wal_06ej9z3k2wq8v5x1t7r4y0abcd',
        googlePersonalInLinks: false,
      },
    ],
  },
)

export const CampaignArchived = Type.Object({}, { examples: [{}] })

export const CampaignTurned = Type.Object(
  { due: Type.String({ format: 'date-time', description: 'When the calendar was to turn.' }) },
  { examples: [{ due: '2036-12-01T00:00:00.000Z' }] },
)
