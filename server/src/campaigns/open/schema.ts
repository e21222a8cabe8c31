import Type from 'typebox'

export const OpenParams = Type.Object({
  jwt: Type.String({ description: 'A link’s token, or the short code that its page shows as a QR code.' }),
})

/** Mail programs and social networks add parameters of their own to links: those are let through. */
export const OpenQuery = Type.Object({
  wallet: Type.Optional(
    Type.String({
      description: '`apple` or `pkpass`: what the buttons of the page ask for. Anything else is ignored.',
    }),
  ),
})
