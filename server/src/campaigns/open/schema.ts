import Type, { type Static } from 'typebox'

export const OpenParams = Type.Object({
  jwt: Type.String({ description: 'A link’s token, or the short code that its page shows as a QR code.' }),
})

/** Mail programs and social networks add parameters of their own to links: those are let through. */
export const OpenQuery = Type.Object({
  wallet: Type.Optional(
    Type.String({
      description: '`apple`, `google` or `pkpass`: what the buttons of the page ask for. Anything else is ignored.',
    }),
  ),
  attempt: Type.Optional(
    Type.String({ description: 'Counts how often the page that waits for Google has gone on by itself.' }),
  ),
})
export type OpenQuery = Static<typeof OpenQuery>
