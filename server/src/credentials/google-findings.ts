import type { ErrorCode } from '../errors.ts'

/** Why Google does not let a service account act for an issuer. Each is an error code with a page of its own. */
export type GoogleFinding = Exclude<Extract<ErrorCode, `google_${string}`>, 'google_schedule_too_fast'>

/** Whom a finding is about. */
export interface GoogleIdentity {
  readonly issuerId: string
  readonly serviceAccountEmail: string
}

interface Explanation {
  readonly message: (identity: GoogleIdentity) => string
  /** What to open and what to click there. */
  readonly fix: (identity: GoogleIdentity) => string
}

/** In the words of Google's two consoles: projects, APIs and accounts are in one, issuers in the other. */
export const googleFindings: Readonly<Record<GoogleFinding, Explanation>> = {
  google_key_refused: {
    message: ({ serviceAccountEmail }) => `Google does not accept this key of ${serviceAccountEmail}.`,
    fix: ({ serviceAccountEmail }) =>
      'It was deleted or disabled, or the account was. In the Google Cloud console open IAM & Admin → Service accounts → ' +
      `${serviceAccountEmail} → Keys → Add key → Create new key → JSON, and give the file that is downloaded.`,
  },
  google_clock_wrong: {
    message: () => 'Google refuses the request for an access token because of its times.',
    fix: () =>
      'The clock of the machine that Billfold runs on is wrong by minutes: have it set by NTP, then try again.',
  },
  google_api_disabled: {
    message: ({ serviceAccountEmail }) =>
      `The Google Wallet API is not enabled in the project of ${serviceAccountEmail}.`,
    fix: ({ serviceAccountEmail }) =>
      `In the Google Cloud console choose the project of ${serviceAccountEmail}, open APIs & Services → Library → Google ` +
      'Wallet API and click Enable. It takes a few minutes to count; then try again.',
  },
  google_not_invited: {
    message: ({ issuerId, serviceAccountEmail }) => `${serviceAccountEmail} may not act for the issuer ${issuerId}.`,
    fix: ({ issuerId, serviceAccountEmail }) =>
      `In the Google Pay & Wallet Console (pay.google.com/business/console) choose the account with the issuer id ${issuerId}, ` +
      `open Users → Invite a user, enter ${serviceAccountEmail} and give it the access level Developer. It needs to accept ` +
      'nothing. If the console shows another issuer id, give that one.',
  },
  google_read_only: {
    message: ({ issuerId, serviceAccountEmail }) =>
      `${serviceAccountEmail} may look at what the issuer ${issuerId} has, but change nothing.`,
    fix: ({ issuerId, serviceAccountEmail }) =>
      `In the Google Pay & Wallet Console (pay.google.com/business/console) choose the account with the issuer id ${issuerId}, ` +
      `open Users and give ${serviceAccountEmail} the access level Developer.`,
  },
  google_issuer_wrong: {
    message: ({ issuerId }) => `Google knows no issuer ${issuerId} that this service account may act for.`,
    fix: () =>
      'Give the issuer id that the Google Pay & Wallet Console shows on the page of the Google Wallet API: digits only. ' +
      'It is neither the merchant id (BCR2DN…) nor a project number.',
  },
}
