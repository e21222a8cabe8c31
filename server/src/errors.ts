/**
 * Every error that a client of Billfold can be given: a stable code, its HTTP status, and the page about it.
 * `docs/errors.md` is generated from this table, and a problem document's `type` is the URL of the code's section.
 */
interface ErrorKind {
  readonly status: number
  readonly title: string
  readonly happened: string
  readonly remedy: string
}

export const errorKinds = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    happened: 'The body, the path or the query does not fit what this route takes. `errors` names every place.',
    remedy: 'Correct each place named in `errors`; `/openapi.json` has the exact shapes.',
  },
  malformed_body: {
    status: 400,
    title: 'The body cannot be read',
    happened: 'The body is not the JSON that its content type promises.',
    remedy: 'Send UTF-8 JSON with `Content-Type: application/json`, or for images the image itself with its own type.',
  },
  unauthorized: {
    status: 401,
    title: 'The API key is missing or not valid',
    happened: 'The request has no `Authorization: Bearer` header, or the key in it is unknown, expired or revoked.',
    remedy: 'Send a valid key. Make one with `billfold key create`, or see which ones exist with `billfold key list`.',
  },
  forbidden: {
    status: 403,
    title: 'The API key may not do this',
    happened: 'The key is valid, but lacks the scope of this route or is limited to other campaigns.',
    remedy: 'Use a key that may do what `detail` names.',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing here',
    happened: 'Nothing with this id belongs to the customer of the API key, or the address is not one of Billfold’s.',
    remedy: 'Check what `detail` names, and that the API key, if one is needed, is of the right customer.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not take this method',
    happened: 'The address exists, but not for the HTTP method used.',
    remedy: 'See `/openapi.json` for the methods of each address.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The route does not take this kind of body',
    happened: 'The `Content-Type` of the request is none that this route takes.',
    remedy: 'Send JSON with `Content-Type: application/json`, or for images the image itself with its own type.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    happened: 'The body is over the limit of this route, which `detail` names.',
    remedy: 'Send less in one request: fewer items, or a smaller image.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    happened: 'This address has sent more requests than the limit allows.',
    remedy: 'Wait as many seconds as the `Retry-After` header says.',
  },
  internal_error: {
    status: 500,
    title: 'Billfold failed',
    happened: 'Something went wrong inside Billfold. Nothing of the request was kept.',
    remedy: 'Try again. If it stays, look for the `requestId` in Billfold’s log output.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database does not answer',
    happened: 'Billfold could not reach its database. Nothing of the request was kept.',
    remedy: 'Try again shortly. See `/readyz` and Billfold’s log output.',
  },
  google_key_refused: {
    status: 422,
    title: 'Google does not accept the key of the service account',
    happened:
      'Google gives no access token for this key: it was deleted or disabled in the Google Cloud console, or the service account was. Nothing was stored.',
    remedy:
      'In the Google Cloud console, under IAM & Admin → Service accounts → the account → Keys, make a new key of type JSON and give that file.',
  },
  google_clock_wrong: {
    status: 422,
    title: 'Google refuses the times in the request for an access token',
    happened:
      'The request for an access token says when it was made, and Google finds that this is not now. Nothing was stored.',
    remedy: 'Have the clock of the machine that Billfold runs on set by NTP, then try again.',
  },
  google_api_disabled: {
    status: 422,
    title: 'The Google Wallet API is not enabled',
    happened:
      'The key is good, but the Google Cloud project of the service account has not enabled the Google Wallet API. Nothing was stored.',
    remedy:
      'In the Google Cloud console choose that project, open APIs & Services → Library → Google Wallet API and click Enable. A few minutes later try again.',
  },
  google_not_invited: {
    status: 422,
    title: 'The service account is not invited to the issuer',
    happened:
      'The key is good and the API is enabled, but this service account may not act for this issuer. Nothing was stored.',
    remedy:
      'In the Google Pay & Wallet Console, under Users, invite the e-mail address of the service account with the access level Developer. Check the issuer id as well.',
  },
  google_read_only: {
    status: 422,
    title: 'The service account may only read',
    happened:
      'The key is good and the account is invited to the issuer, but as a reader: it could make no pass. Nothing was stored.',
    remedy:
      'In the Google Pay & Wallet Console, under Users, give the e-mail address of the service account the access level Developer.',
  },
  google_issuer_wrong: {
    status: 422,
    title: 'The issuer id is not right',
    happened:
      'Google knows no such issuer, or the service account may act for others only; `detail` names them. Nothing was stored.',
    remedy: 'Give the issuer id that the Google Pay & Wallet Console shows on the page of the Google Wallet API.',
  },
  conflict: {
    status: 409,
    title: 'Something else stands in the way',
    happened: 'The request contradicts what exists already; `detail` says what.',
    remedy: 'Read the present state and decide anew.',
  },
  tokens_unfit: {
    status: 422,
    title: 'The tokens do not fit the campaign',
    happened:
      'With the tokens given, the pass would show something that no wallet takes: a word where a number belongs, an address that is none. Nothing was changed. The link of a pass that exists opens all the same, without them.',
    remedy: 'Correct the tokens that `errors` names, or the place in the campaign where they are shown.',
  },
  campaign_unpublished: {
    status: 409,
    title: 'The campaign is not published yet',
    happened: 'The campaign is still a draft: it gives out no passes yet.',
    remedy: 'Publish it with `POST /api/campaigns/:id/revisions`, then try again.',
  },
  campaign_archived: {
    status: 410,
    title: 'The campaign is archived',
    happened: 'The campaign has ended: it gives out no passes any more. Passes that exist stay as they are.',
    remedy: 'Use a campaign that is running; an archived one is not opened again.',
  },
  campaign_unfit: {
    status: 422,
    title: 'The campaign cannot be published as it is',
    happened: 'The draft has faults, or its wallet cannot sign. `errors` names every place and the fix.',
    remedy: 'Correct each place named in `errors` with `PUT /api/campaigns/:id/draft`, then publish again.',
  },
  google_schedule_too_fast: {
    status: 422,
    title: 'The calendar turns faster than Google Wallet can follow',
    happened:
      'The draft changes what each pass has of its own at several times, and Google takes only so many requests a second ' +
      'that one change would not have reached all passes when the next one comes. `errors` names the variants.',
    remedy:
      'Leave more time between the changes, change only what all passes show alike, or publish with ' +
      '`{ "acceptGoogleLosses": true }`: Apple Wallet keeps the times, Google Wallet comes late.',
  },
  link_invalid: {
    status: 400,
    title: 'The link is not valid',
    happened: 'The link is cut off, was altered, or was not made by this installation.',
    remedy: 'Use the link exactly as it was sent, or make a new one with `POST /pers/v1/urls`.',
  },
  link_expired: {
    status: 410,
    title: 'The link has expired',
    happened: 'The link was made to open until a date, and that date has passed.',
    remedy: 'Make a new link with `POST /pers/v1/urls`; `expiresAt` sets how long it opens.',
  },
  link_revoked: {
    status: 410,
    title: 'The link was withdrawn',
    happened: 'The key that the link was made with had been revoked by then, or has leaked since.',
    remedy: 'Make a new link with a valid API key.',
  },
  link_too_long: {
    status: 400,
    title: 'The link would be too long',
    happened: 'The tokens make the link longer than SMS gateways, mail programs and barcodes bear.',
    remedy: 'Shorten the tokens named in `errors`, or set them with `POST /api/passes` and leave them out of the link.',
  },
  image_unreadable: {
    status: 422,
    title: 'The image cannot be read',
    happened: 'The body is not a PNG, JPEG or WebP image, or it is one that is broken; `detail` says what was found.',
    remedy: 'Send the image itself as the body, as with `curl --data-binary @logo.png`, in one of the three formats.',
  },
  image_too_large: {
    status: 413,
    title: 'The image is too large',
    happened: 'The image is over 10 MB or over 40 million pixels.',
    remedy: 'Scale it down. Wallets show at most some 1,200 pixels on the longer side.',
  },
  pass_unreadable: {
    status: 422,
    title: 'The pass cannot be read',
    happened:
      'The body is no .pkpass file and no zipped .pkpasstemplate, or its pass.json cannot be read; `errors` says why.',
    remedy:
      'Send the file itself as the body, as with `curl --data-binary @coffee.pkpass`. `billfold pass show` looks into it.',
  },
  pass_unauthorized: {
    status: 401,
    title: 'This is not the holder of the pass',
    happened:
      'The request of a phone does not carry `Authorization: ApplePass` with the authentication token of the pass that ' +
      'its address names, or there is no such pass. Which of them is not said.',
    remedy: 'Use `authenticationToken`, `passTypeIdentifier` and `serialNumber` of one and the same pass.',
  },
  personalization_not_offered: {
    status: 404,
    title: 'The pass offers no form to enrol',
    happened:
      'A phone sent the form of a rewards programme, but there is no such pass, its campaign has no form, or its holder has enrolled already.',
    remedy: 'Fetch the pass anew: one that still offers the form holds a `personalization.json`.',
  },
  too_many_devices: {
    status: 403,
    title: 'The pass is on too many devices',
    happened:
      'As many devices are registered for updates of this pass as may be, 50 unless `BILLFOLD_MAX_DEVICES_PER_PASS` says otherwise.',
    remedy: 'Remove the pass from a device that it is not needed on any more.',
  },
  pass_unfit: {
    status: 422,
    title: 'The pass cannot be built',
    happened:
      'What the campaign says with the tokens of this recipient is not a pass that Apple Wallet would take. `errors` ' +
      'names every place of the content.',
    remedy: 'Correct the tokens of the pass, or publish a revision of the campaign that copes with them.',
  },
  pass_not_at_google: {
    status: 503,
    title: 'Google does not have the pass yet',
    happened:
      'The pass is on its way to Google: it waits for its turn, Google does not answer, or Google refuses it or its campaign.',
    remedy: 'Try again shortly. If it stays so, `GET /api/passes/:id/diagnosis` says why.',
  },
  callback_refused: {
    status: 403,
    title: 'This is no callback of Google’s',
    happened:
      'The callback was not signed by Google for this issuer, or not for now: its signature, its key, its recipient or its time is wrong.',
    remedy: 'Only Google calls this address. If it does and is refused, check that the clock of this machine is right.',
  },
  callback_unjudged: {
    status: 503,
    title: 'The callback cannot be judged now',
    happened: 'The keys with which Google vouches for its callbacks could not be fetched.',
    remedy: 'Google calls again. Check the way from this machine to `pay.google.com`.',
  },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorKinds

/** One place in a request that is wrong: a JSON pointer-like path, what is wrong there, and how to mend it. */
export interface FieldError {
  readonly path: string
  readonly code: string
  readonly message: string
  readonly fix: string
}

/** An error that the client is meant to see; everything else becomes `internal_error` and is only logged. */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly errors: readonly FieldError[] | undefined

  constructor(
    code: ErrorCode,
    detail: string,
    more: { hint?: string; errors?: readonly FieldError[]; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.name = 'Problem'
    this.code = code
    this.hint = more.hint
    this.errors = more.errors
  }

  get status(): number {
    return errorKinds[this.code].status
  }
}

/** RFC 9457 problem document, media type `application/problem+json`. */
export function problemDocument(problem: Problem, context: { docsUrl: string; requestId: string }): object {
  return {
    type: `${context.docsUrl}/errors/${problem.code}`,
    title: errorKinds[problem.code].title,
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    hint: problem.hint ?? errorKinds[problem.code].remedy,
    requestId: context.requestId,
    ...(problem.errors && { errors: problem.errors }),
  }
}
