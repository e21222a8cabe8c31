import { Problem } from '../errors.ts'
import { appendEvents, type NewEvent } from '../log/append.ts'
import { transact } from '../log/transact.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { type ChangeSource, changeTokens } from './change-tokens.ts'
import { ensureContact, sealTokens } from './contact.ts'
import { contentOf } from './content/content-of.ts'
import type { Core } from './core.ts'
import { lockPass, type Pass, stateOf } from './pass.ts'
import { mintSerial } from './serial.ts'
import { effective, merge, splitPersonal, type TokenChanges, typed } from './tokens.ts'
import { scheduleTransitions } from './transitions.ts'

export interface IssueRequest {
  readonly customerId: string
  readonly campaignId: string
  readonly contactId: string
  readonly tokens: TokenChanges
  readonly source: ChangeSource
}

/** Why a campaign gives out no passes, as a problem for people and machines alike. */
const closed = {
  unknown: (id: string) => new Problem('not_found', `There is no campaign ${id}.`),
  unpublished: (id: string) =>
    new Problem('campaign_unpublished', `Campaign ${id} has not been published yet, so it gives out no passes.`),
  archived: (id: string) =>
    new Problem('campaign_archived', `Campaign ${id} is archived: it gives out no passes any more.`),
}

/**
 * The pass of one recipient in one campaign: made if it is new, otherwise the one there is with the request's tokens
 * applied by the rules of their source. However often and however simultaneously it is asked for, it is one pass.
 *
 * @param alongside writes that belong to the same transaction; the events it returns are written with those of the pass
 * @throws Problem `not_found`, `campaign_unpublished` or `campaign_archived` when the campaign gives out no passes
 * @throws ContentError when the tokens cannot be shown
 */
export async function issuePass(
  core: Core,
  request: IssueRequest,
  alongside: (trx: Trx, pass: Pass, at: Date) => Promise<readonly NewEvent[]> = async () => [],
): Promise<{ pass: Pass; created: boolean }> {
  const { customerId, campaignId, contactId } = request
  return transact(core, customerId, async (trx) => {
    const name = { campaignId, contactId }
    const known = await lockPass(trx, core.keys, customerId, name)
    const at = core.clock.now()
    const made = known ? undefined : await makePass(core, trx, request, at)
    if (made) {
      await appendEvents(trx, [made.created, ...(await alongside(trx, made.pass, at))])
      return { pass: made.pass, created: true }
    }
    // Another transaction may have made the pass meanwhile: the insert then waited for it and did nothing.
    const found = known ?? (await lockPass(trx, core.keys, customerId, name))
    if (!found) throw new Error(`Pass of contact ${contactId} neither exists nor could be made.`)
    if (found.campaignArchived) throw closed.archived(campaignId)
    const { pass } = await changeTokens(core, trx, found, request.tokens, request.source, at)
    await appendEvents(trx, await alongside(trx, pass, at))
    return { pass, created: false }
  })
}

interface OpenCampaign {
  readonly revision: number
  readonly passTypeId: string
}

async function openCampaign(trx: Trx, customerId: string, campaignId: string): Promise<OpenCampaign> {
  const row = await trx
    .selectFrom('campaigns')
    .select(['state', 'revision', 'pass_type_id'])
    .where('customer_id', '=', customerId)
    .where('id', '=', campaignId)
    .executeTakeFirst()
  if (!row) throw closed.unknown(campaignId)
  if (row.state === 'archived') throw closed.archived(campaignId)
  if (row.revision === null) throw closed.unpublished(campaignId)
  return { revision: row.revision, passTypeId: row.pass_type_id }
}

/** Inserts the pass, unless somebody else has just done so, and says which event that is. */
async function makePass(
  core: Core,
  trx: Trx,
  request: IssueRequest,
  at: Date,
): Promise<{ pass: Pass; created: NewEvent } | undefined> {
  const { customerId, campaignId, contactId, source } = request
  const campaign = await openCampaign(trx, customerId, campaignId)
  const { source: authored, compiled } = await core.revisions.of(trx, customerId, campaignId, campaign.revision)
  const contactKey = await ensureContact(core.keys, trx, customerId, contactId, at)
  const tokens = merge({}, effective({}, typed(request.tokens, authored.tokens)))
  const { plain, personal } = splitPersonal(tokens, authored.tokens)
  const id = newId('pas', at)
  const sealed = sealTokens(contactKey, id, personal)
  const pass: Pass = {
    customerId,
    id,
    campaignId,
    contactId,
    contactKey,
    passTypeId: campaign.passTypeId,
    serial: mintSerial(core.keys.active('serials', customerId).secret, request),
    tokens,
    apiTokens: source.kind === 'api' ? Object.keys(tokens) : [],
    linkIssuedAt: source.kind === 'link' ? source.issuedAt : null,
    firstInstalledAt: null,
    voidedAt: null,
    restored: null,
    enrolledAt: null,
    enrolmentDigest: null,
    createdAt: at,
    revision: campaign.revision,
    campaignArchived: false,
    version: 0,
    modifiedAt: new Date(Math.floor(at.getTime() / 1000) * 1000),
    changePending: false,
  }
  // Tokens that cannot be shown are refused before anything is written.
  contentOf(compiled, stateOf(pass), at)
  const inserted = await trx
    .insertInto('passes')
    .values({
      customer_id: customerId,
      id,
      campaign_id: campaignId,
      contact_id: contactId,
      pass_type_id: pass.passTypeId,
      serial: pass.serial,
      tokens: JSON.stringify(plain),
      sealed_tokens: sealed,
      api_tokens: [...pass.apiTokens],
      link_issued_at: pass.linkIssuedAt,
      modified_at: pass.modifiedAt,
      created_at: at,
    })
    .onConflict((conflict) => conflict.columns(['customer_id', 'campaign_id', 'contact_id']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return undefined
  await scheduleTransitions(core, trx, pass, compiled, at)
  const data = { tokens: plain, source: source.kind }
  // Not a visible change: no phone holds the pass yet, so nothing is to be fetched again.
  const created: NewEvent = {
    customerId,
    passId: id,
    campaignId,
    type: 'created',
    at,
    visible: false,
    data,
    ...(sealed && { sealed }),
  }
  return { pass, created }
}
