/** What the benchmark of phones uses up: passes to register for, links to open; and what the reference signs with. */
import { join } from 'node:path'
import { readPass } from '../packages/pkpass/dist/index.js'
import { phoneToken } from '../server/dist/credentials/phone-token.js'
import { openDevelopmentAuthority } from '../simulator/dist/index.js'
import type { Home, Installation, Place } from './installation.ts'
import type { PhoneReference } from './reference-phone.ts'
import { passIdOf, seedPasses, serialOf } from './seed.ts'

/** What Safari on an iPhone sends. */
export const iPhone = {
  'user-agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
}

/** What iPhones present for one pass. */
export interface PassOnPhone {
  readonly path: string
  readonly authorization: string
  readonly lastModified: string
}

export interface Stock {
  readonly passes: readonly PassOnPhone[]
  /** Of the guests 1, 2, … in turn. */
  readonly linkPaths: readonly string[]
  readonly reference: PhoneReference
}

export const guestOf = (n: number) => `guest-${n}`

export async function prepareStock(
  { billfold: { core, baseUrl }, home, place }: Installation,
  amounts: { passes: number; links: number },
): Promise<Stock> {
  await seedPasses(core, home, amounts.passes)
  const { rows } = await core.database.pool.query<{ modified_at: Date }>(
    `select greatest(p.modified_at, c.modified_at) as modified_at from passes p join campaigns c on c.id = p.campaign_id
     where p.id between $1 and $2 order by p.id`,
    [passIdOf(1), passIdOf(amounts.passes)],
  )
  const passes = rows.map(({ modified_at }, index) => {
    const serial = serialOf(core, home, index + 1)
    return {
      path: `${home.passTypeId}/${serial}`,
      authorization: `ApplePass ${phoneToken(core.keys, home.customerId, home.passTypeId, serial)}`,
      lastModified: modified_at.toUTCString(),
    }
  })
  const linkPaths: string[] = []
  while (linkPaths.length < amounts.links) linkPaths.push(...(await mintLinks(baseUrl, home, linkPaths.length + 1)))
  const [example = ''] = await mintLinks(baseUrl, home, 0, 1)
  const answer = await fetch(`${baseUrl}${example}`, { headers: iPhone })
  const examplePass = new Uint8Array(await answer.arrayBuffer())
  return {
    passes,
    linkPaths,
    reference: { campaignId: home.campaignId, examplePass, ...(await certify(place, examplePass)) },
  }
}

/** A link each for guests from the given one on. */
async function mintLinks(baseUrl: string, home: Home, first: number, count = 5000): Promise<string[]> {
  const requests = Array.from({ length: count }, (_, index) => ({
    campaignId: home.campaignId,
    contactId: guestOf(first + index),
    contact: { firstName: 'Ada' },
    voucher: { memberId: `NC-${first + index}`, points: 120 },
  }))
  const answer = await fetch(`${baseUrl}/pers/v1/urls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${home.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  })
  const { urls } = (await answer.json()) as { urls: readonly { url: string }[] }
  return urls.map(({ url }) => url.slice(baseUrl.length))
}

/** The demo's own certificate: its authority gives it out again. */
async function certify({ dataDir }: Place, examplePass: Uint8Array) {
  const at = new Date()
  const { passTypeIdentifier, teamIdentifier } = readPass(examplePass).pass as Record<string, string>
  const authority = await openDevelopmentAuthority(join(dataDir, 'demo', 'authority'), at)
  const subject = { passTypeIdentifier: `${passTypeIdentifier}`, teamIdentifier: `${teamIdentifier}` }
  const issued = await authority.issuePassCertificate({ ...subject, organizationName: 'Billfold Demo', at })
  return {
    certificate: issued.certificatePem,
    privateKey: issued.privateKeyPem,
    intermediate: authority.intermediatePem,
  }
}
