import { hash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileTemplate, type Identity, loadIdentity, type PassJson, type Personalization } from '@billfold/pkpass'
import { detachedSigner } from '../../../packages/pkpass/src/cms/signed-data.ts'
import { type DevelopmentAuthority, openDevelopmentAuthority } from '../authority/authority.ts'

/** The time at which everything in these tests begins. */
export const start = new Date('2026-11-22T09:00:00Z')

export const passTypeIdentifier = 'pass.com.example.coffee'
export const teamIdentifier = 'ABCDE12345'
export const authenticationToken = 'a-token-of-more-than-16-characters'

/** The smallest PNG there is. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/** A clock that tests turn by hand. */
export function handClock(at: Date = start) {
  let now = at
  return {
    now: () => now,
    advance(ms: number) {
      now = new Date(now.getTime() + ms)
    },
  }
}

/** An empty folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'billfold-simulator-'))
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/** Signs passes with certificates of one development authority. */
export interface Mint {
  readonly authority: DevelopmentAuthority
  /** A store card; `own` replaces top-level keys of its pass.json. */
  card(own?: PassJson, options?: MintOptions): Promise<Uint8Array<ArrayBuffer>>
  /** The detached signature of a text, as a web service makes it of a personalization token. */
  sign(text: string, options?: Omit<MintOptions, 'files'>): Promise<Uint8Array>
}

interface MintOptions {
  readonly type?: string
  readonly team?: string
  readonly files?: Readonly<Record<string, Uint8Array>>
  readonly signingTime?: Date
  /** A certificate that is valid then; a new one if the one before is not. */
  readonly certifiedAt?: Date
}

export async function openMint(dir: string): Promise<Mint> {
  const authority = await openDevelopmentAuthority(dir, start)
  const identityOf = async (options: MintOptions): Promise<Identity> => {
    const { type = passTypeIdentifier, team = teamIdentifier, certifiedAt = start } = options
    const issued = await authority.issuePassCertificate({
      passTypeIdentifier: type,
      teamIdentifier: team,
      organizationName: 'Example Coffee',
      at: certifiedAt,
    })
    return loadIdentity(
      {
        certificate: issued.certificatePem,
        privateKey: issued.privateKeyPem,
        intermediates: [authority.intermediatePem],
      },
      certifiedAt,
    )
  }
  return {
    authority,
    async card(own = {}, options = {}) {
      const { files = {}, signingTime = start } = options
      const identity = await identityOf(options)
      const template = compileTemplate({
        identity,
        pass: {
          organizationName: 'Example Coffee',
          description: 'Loyalty card',
          serialNumber: 'card-1',
          ...storeCard({}),
        },
        files: { 'icon.png': png, 'icon@2x.png': png, ...files },
      })
      const file = await template.issue(own, { signingTime })
      return Uint8Array.from(file.bytes())
    },
    async sign(text, options = {}) {
      const sign = detachedSigner(await identityOf(options))
      return sign(hash('sha256', text, 'buffer'), options.signingTime ?? start)
    },
  }
}

/** The files that give a pass a form; `own` replaces keys of personalization.json. */
export function formFiles(own: Partial<Personalization> = {}): Readonly<Record<string, Uint8Array>> {
  const form: Personalization = {
    description: 'Join and collect points.',
    requiredPersonalizationFields: ['PKPassPersonalizationFieldName', 'PKPassPersonalizationFieldEmailAddress'],
    termsAndConditions: 'See the <a href="https://example.com/terms">terms</a>.',
    ...own,
  }
  return { 'personalization.json': Buffer.from(JSON.stringify(form)), 'personalizationLogo@2x.png': png }
}

/** The fields of the tests' store card: points on its front, news on its back, each with a change message. */
export function storeCard({ points = 10, news = 'None yet' }: { readonly points?: number; readonly news?: string }) {
  return {
    storeCard: {
      headerFields: [{ key: 'points', label: 'Points', value: points, changeMessage: 'You have %@ points.' }],
      primaryFields: [{ key: 'holder', label: 'Holder', value: 'Ada Lovelace' }],
      backFields: [{ key: 'news', label: 'News', value: news, changeMessage: '%@' }],
    },
  }
}

/** The keys that make a pass updatable. */
export function updatable(webServiceURL: string) {
  return { webServiceURL, authenticationToken }
}
