import { openVirtualGoogle, type ReceivedRequest, type VirtualGoogle } from '@billfold/simulator'
import { afterAll, beforeAll } from 'vitest'
import { storeServiceAccount } from '../../../credentials/testing.ts'
import { dueOwners } from '../../../google/sync/claim.ts'
import { googleFollower } from '../../../google/sync/follow-log.ts'
import { followBatch } from '../../../log/follow.ts'
import { numberBatch } from '../../../log/number-batch.ts'
import type { RevisionSource } from '../../../passes/content/revision.ts'
import { passVersions } from '../../../passes/versions.ts'
import { draftOf, openTestStudio, type TestStudio } from '../../testing.ts'

/** A studio with an issuer of a virtual Google. */
export interface GoogleStudio extends TestStudio {
  readonly virtual: VirtualGoogle
  readonly issuerId: string
  readonly configurationId: string
  /** Makes and publishes a campaign of the issuer over HTTP, and has its class sent. */
  publishAtGoogle(source: RevisionSource, more?: object): Promise<string>
  /** Sends what is due at this moment, as the workers do. */
  send(): Promise<void>
  /** Objects that were inserted or changed so far. */
  writes(): readonly ReceivedRequest[]
}

export function useGoogleStudio(requestsPerSecond?: number): GoogleStudio {
  const studio = {} as GoogleStudio
  beforeAll(async () => void Object.assign(studio, await openGoogleStudio(requestsPerSecond)))
  afterAll(async () => {
    await studio.close()
    await studio.virtual.close()
  })
  return studio
}

async function openGoogleStudio(requestsPerSecond?: number): Promise<GoogleStudio> {
  const known: { studio?: TestStudio } = {}
  const clock = { now: () => known.studio?.accounts.clock.now() ?? new Date() }
  const virtual = await openVirtualGoogle({ clock, requestsPerSecond: null })
  const settings = {
    googleApiUrl: virtual.apiUrl,
    googleTokenUrl: virtual.tokenUrl,
    googleSaveUrl: virtual.saveUrl,
    googleRootKeysUrl: virtual.rootKeysUrl,
  }
  const studio = await openTestStudio(settings, requestsPerSecond)
  known.studio = studio
  const { core, customerId, google } = studio
  const { database } = core
  const { issuerId, serviceAccountKey } = await virtual.createIssuer()
  const account = { issuerId, serviceAccount: serviceAccountKey as never }
  const { configuration } = await storeServiceAccount({ core }, customerId, account)

  const send = async () => {
    while ((await numberBatch({ database, clock, versions: passVersions }, customerId)) !== 'done');
    while ((await followBatch(database, googleFollower(core), customerId)) === 'more');
    // Once to see whether Google is well, if it was not, and then for all that waits.
    for (let look = 0; look < 3; look++) {
      for (const owner of await dueOwners(database.pool)) await google.sync.sender.fill(owner)
      await google.sync.sender.settled()
    }
  }
  return {
    ...studio,
    virtual,
    issuerId,
    configurationId: configuration.id,
    send,
    async publishAtGoogle(source, more) {
      const draft = draftOf(source)
      const id = await studio.create({ kind: source.kind, googleConfigurationId: configuration.id, draft, ...more })
      const published = await studio.call('POST', `/api/campaigns/${id}/revisions`)
      if (published.statusCode !== 201) throw new Error(`The campaign cannot be published: ${published.body}`)
      await send()
      return id
    },
    writes: () =>
      virtual.received().filter(({ method, path }) => method !== 'GET' && /\/v1\/\w+Object(\/|$)/.test(path)),
  }
}
