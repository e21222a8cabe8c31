import { createHash } from 'node:crypto'
import { type Identity, isPersonalizationToken, signPersonalizationToken } from '@billfold/pkpass'
// For the type of createRateLimit: the server's page registers the plugin.
import type {} from '@fastify/rate-limit'
import Type from 'typebox'
import { type FieldError, Problem } from '../../errors.ts'
import { transact } from '../../log/transact.ts'
import { contentOf } from '../../passes/content/content-of.ts'
import type { Core } from '../../passes/core.ts'
import { enrolHolder } from '../../passes/enrol.ts'
import { lockPass, type Pass, stateOf } from '../../passes/pass.ts'
import { jsonObjectOf } from '../../platform/any-body.ts'
import type { Trx } from '../../platform/database.ts'
import type { App } from '../../platform/http.ts'
import { invalidRequest } from '../../platform/request-validator.ts'
import type { AppleDeps } from '../deps.ts'
import { filledIn } from '../personalization.ts'
import { PassPath, PersonalizationBody, webService } from './schema.ts'

const bodyLimitBytes = 16 * 1024
/** Of each address; people fill in a form once, and a whole shop may share one. */
const requestsPerMinute = 60

/**
 * Apple, *Personalize* and *Return a Personalized Pass*. Phones show no token of the pass here, so this route does the
 * least: what is filled in is taken once, from a pass that asks for it, and one token is signed, which can be no manifest.
 */
export function personalizeRoute(routes: App, deps: AppleDeps): void {
  const { core, identities, walletDirectory } = deps
  const limitOf = routes.createRateLimit({ max: requestsPerMinute, timeWindow: 60_000 })
  routes.post(
    '/v1/passes/:passTypeId/:serial/personalize',
    {
      bodyLimit: bodyLimitBytes,
      schema: {
        ...webService,
        summary: 'Enrol the holder of a pass',
        description:
          'What was filled in becomes tokens of the contact, and the token is signed with the certificate of the pass. ' +
          'Sent again with the same token it is answered the same; 404 for every pass that offers no form.',
        params: PassPath,
        body: PersonalizationBody,
        response: { 200: signatureAnswer },
      },
    },
    async (request, reply) => {
      const limit = await limitOf(request)
      if (!limit.isAllowed && limit.isExceeded)
        throw new Problem('too_many_requests', 'Too many forms from one address.')
      const { personalizationToken: token, requiredPersonalizationInfo: info } = jsonObjectOf(request.body as Buffer)
      const owner = await walletDirectory.find(request.params.passTypeId)
      if (!owner) throw nothingToFillIn()
      // First, so that nobody is enrolled whom nothing can be answered.
      const identity = await identities.byConfiguration(owner.customerId, owner.configurationId)
      const signable = await enrol(core, owner.customerId, request.params, { token, info })
      return reply.header('content-type', 'application/octet-stream').send(await sign(core, identity, signable))
    },
  )
}

const signatureAnswer = {
  description: 'A detached CMS signature in DER over the UTF-8 bytes of the token.',
  content: { 'application/octet-stream': { schema: Type.Unsafe<Buffer>(Type.Any()) } },
}

/** Takes what was filled in, and says which token is to be signed for it. */
function enrol(
  core: Core,
  customerId: string,
  name: PassPath,
  { token, info }: { token: unknown; info: unknown },
): Promise<string> {
  const errors: FieldError[] = []
  if (!isPersonalizationToken(token)) {
    const message = 'is no text of 1 to 512 letters, digits and characters of + / = _ . : -'
    errors.push({
      path: '/personalizationToken',
      code: 'personalization_token',
      message,
      fix: 'Send that of the phone.',
    })
  }
  const digest = createHash('sha256').update(String(token)).digest()
  return transact(core, customerId, async (trx) => {
    const pass = await lockPass(trx, core.keys, customerId, name)
    if (!pass) throw nothingToFillIn()
    // The answer to the first request may have been lost.
    if (errors.length === 0 && pass.enrolmentDigest?.equals(digest)) return String(token)
    const at = core.clock.now()
    const form = await formOf(core, trx, pass, at)
    if (form === undefined) throw nothingToFillIn()
    const tokens = filledIn(form, info, errors)
    if (errors.length > 0) throw invalidRequest(errors)
    await enrolHolder(core, trx, pass, { tokens, digest, wallet: 'apple' }, at)
    return String(token)
  })
}

async function formOf(core: Core, trx: Trx, pass: Pass, at: Date) {
  const { compiled } = await core.revisions.of(trx, pass.customerId, pass.campaignId, pass.revision)
  return contentOf(compiled, stateOf(pass), at).enrolment
}

async function sign({ clock }: Core, identity: Identity, token: string): Promise<Buffer> {
  return Buffer.from(await signPersonalizationToken(identity, token, { signingTime: clock.now() }))
}

/** The one refusal of whoever asks for what no pass offers: it tells nobody which passes exist. */
function nothingToFillIn(): Problem {
  return new Problem('personalization_not_offered', 'No pass of this serial number offers a form to enrol.')
}
