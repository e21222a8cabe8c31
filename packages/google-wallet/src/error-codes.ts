/** Every code that an error can have: whether trying again may help, and what it means. The README shows the same table. */
export const errorCodes = {
  // misuse
  SERVICE_ACCOUNT_REFUSED: [false, 'The key of the service account cannot be used; `issues` says why'],
  OPTIONS_REFUSED: [false, 'Options or arguments cannot be used; `issues` says why'],

  // answers of the API
  INVALID_RESOURCE: [false, 'Google finds the resource wrong; `field` says where, if Google does'],
  UNAUTHENTICATED: [false, 'Google refuses a fresh access token too'],
  PERMISSION_DENIED: [
    false,
    'The API is not enabled, or the service account is not invited in the Google Pay & Wallet Console',
  ],
  NOTIFICATION_QUOTA_EXCEEDED: [false, 'The pass has had its notifications for today; send the message as TEXT'],
  QUOTA_EXCEEDED: [true, 'The project makes too many requests'],
  NOT_FOUND: [false, 'There is no resource with this id'],
  CLASS_NOT_FOUND: [false, 'The class of the object does not exist; insert it first'],
  ALREADY_EXISTS: [false, 'A resource with this id exists; patch it, or upsert'],
  SERVER_ERROR: [true, 'Google could not answer'],
  UNEXPECTED_ANSWER: [false, 'The answer is not one that Google documents; perhaps something stands between'],

  // no answer
  UNREACHABLE: [true, 'There was no connection, or it broke'],
  TIMED_OUT: [true, 'There was no answer in time'],
  ABORTED: [false, 'The signal of the call ended it'],

  // access tokens
  CREDENTIALS_REFUSED: [false, 'Google gives the service account no access token'],
} as const satisfies Readonly<Record<string, readonly [isRetryable: boolean, meaning: string]>>

export type ErrorCode = keyof typeof errorCodes
