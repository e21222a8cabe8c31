/** Google's addresses; each is the default of an option. */
export const endpoints = {
  /** Google Wallet API, REST. */
  api: 'https://walletobjects.googleapis.com',
  /** RFC 7523 grants of Google accounts; also the audience of the assertion. */
  token: 'https://oauth2.googleapis.com/token',
  /** Followed by a JWT, it is a save link. */
  save: 'https://pay.google.com/gp/v/save/',
  /** The keys that sign the keys that sign callbacks. */
  rootKeys: 'https://pay.google.com/gp/m/issuer/keys',
} as const
