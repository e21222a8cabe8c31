import { describe, expect, it } from 'vitest'
import { openApi } from '../testing/api-server.ts'
import { classes, issuerId, objects } from '../testing/passes.ts'
import { googleError } from '../testing/scripted-server.ts'
import { type Vertical, verticals } from '../verticals.ts'

const all = Object.keys(verticals) as Vertical[]
const root = '/walletobjects/v1'
const object = objects.offer
const path = `${root}/offerObject/${object.id}`

describe.each(all)('%s', (vertical) => {
  const { classCollection, objectCollection } = verticals[vertical]

  it('classes and objects are read, inserted, patched and replaced where Google has them', async () => {
    const { wallet, api, seen } = await openApi(() => ({ body: {} }))
    const [ofClasses, ofObjects] = [wallet.classes(vertical), wallet.objects(vertical)]
    const [cls, obj] = [classes[vertical], objects[vertical]]
    await ofClasses.get(cls.id)
    await ofClasses.insert(cls as never)
    await ofClasses.patch(cls.id, { enableSmartTap: null } as never)
    await ofClasses.update(cls as never)
    await ofObjects.get(obj.id)
    await ofObjects.insert(obj as never)
    await ofObjects.patch(obj.id, { state: 'EXPIRED', heroImage: null } as never)
    await ofObjects.update(obj as never)
    expect(seen()).toEqual([
      `GET ${root}/${classCollection}/${cls.id}`,
      `POST ${root}/${classCollection}`,
      `PATCH ${root}/${classCollection}/${cls.id}`,
      `PUT ${root}/${classCollection}/${cls.id}`,
      `GET ${root}/${objectCollection}/${obj.id}`,
      `POST ${root}/${objectCollection}`,
      `PATCH ${root}/${objectCollection}/${obj.id}`,
      `PUT ${root}/${objectCollection}/${obj.id}`,
    ])
    expect(api.seen[0]!.headers).toMatchObject({ authorization: 'Bearer token-1', accept: 'application/json' })
    expect(api.seen[5]!.headers['content-type']).toBe('application/json')
    expect(JSON.parse(api.seen[5]!.body)).toEqual(JSON.parse(JSON.stringify(obj)))
    expect(JSON.parse(api.seen[6]!.body)).toEqual({ state: 'EXPIRED', heroImage: null })
  })

  it('a class that Google calls APPROVED goes back as UNDER_REVIEW, and generic classes have no review', async () => {
    const { wallet, api } = await openApi(() => ({ body: {} }))
    const ofClasses = wallet.classes(vertical)
    const approved = vertical === 'generic' ? {} : { reviewStatus: 'APPROVED', review: { comments: 'Good' } }
    await ofClasses.update({ ...classes[vertical], ...approved } as never)
    await ofClasses.patch(classes[vertical].id, {} as never)
    await ofClasses.patch(classes[vertical].id, approved as never)
    const bodies = api.seen.map(({ body }) => JSON.parse(body))
    const expected = vertical === 'generic' ? undefined : 'UNDER_REVIEW'
    expect(bodies.map(({ reviewStatus }) => reviewStatus)).toEqual([expected, expected, expected])
    for (const body of bodies) expect(body).not.toHaveProperty('review')
  })
})

it('a draft stays a draft', async () => {
  const { wallet, api } = await openApi(() => ({ body: {} }))
  await wallet.classes('offer').patch(classes.offer.id, { reviewStatus: 'DRAFT', title: 'Soon' })
  expect(JSON.parse(api.seen[0]!.body)).toEqual({ reviewStatus: 'DRAFT', title: 'Soon' })
})

it('what only Google sets is not sent back', async () => {
  const { wallet, api } = await openApi(() => ({ body: { ...object, hasUsers: true, classReference: classes.offer } }))
  const read = await wallet.objects('offer').get(object.id)
  expect(read.hasUsers).toBe(true)
  await wallet.objects('offer').update(read)
  expect(JSON.parse(api.seen[1]!.body)).toEqual(JSON.parse(JSON.stringify(object)))
})

it('reads enums in any spelling', async () => {
  const { wallet } = await openApi([
    { body: { id: '1.a', classId: '1.b', state: 'active', genericType: 'genericTypeUnspecified' } },
    {
      body: {
        id: '1.a',
        multipleDevicesAndHoldersAllowedStatus: 'oneUserAllDevices',
        reviewStatus: 'under_review',
        messages: [{ messageType: 'text' }],
        classTemplateInfo: { listTemplateOverride: { secondRowOption: { fields: [{ dateFormat: 'dateTimeYear' }] } } },
        somethingNew: { state: 'active' },
      },
    },
  ])
  expect(await wallet.objects('generic').get('1.a')).toMatchObject({
    state: 'ACTIVE',
    genericType: 'GENERIC_TYPE_UNSPECIFIED',
  })
  expect(await wallet.classes('offer').get('1.a')).toEqual({
    id: '1.a',
    multipleDevicesAndHoldersAllowedStatus: 'ONE_USER_ALL_DEVICES',
    reviewStatus: 'UNDER_REVIEW',
    messages: [{ messageType: 'TEXT' }],
    classTemplateInfo: { listTemplateOverride: { secondRowOption: { fields: [{ dateFormat: 'DATE_TIME_YEAR' }] } } },
    somethingNew: { state: 'active' },
  })
})

it('an id cannot lead elsewhere', async () => {
  const { wallet, seen } = await openApi(() => ({ body: {} }))
  await wallet.objects('offer').get('1.a/../../issuer?x=#y')
  expect(seen()).toEqual([`GET ${root}/offerObject/1.a%2F..%2F..%2Fissuer%3Fx%3D%23y`])
})

describe('list', () => {
  it('goes through all pages, one request at a time', async () => {
    const { wallet, seen } = await openApi([
      { body: { resources: [{ id: '1.a' }, { id: '1.b' }], pagination: { nextPageToken: 'p/2', resultsPerPage: 2 } } },
      { body: { resources: [{ id: '1.c' }], pagination: { resultsPerPage: 1 } } },
    ])
    const ids: string[] = []
    for await (const { id } of wallet.objects('offer').list(classes.offer.id, { pageSize: 2 })) ids.push(id)
    expect(ids).toEqual(['1.a', '1.b', '1.c'])
    expect(seen()).toEqual([
      `GET ${root}/offerObject?classId=${classes.offer.id}&maxResults=2`,
      `GET ${root}/offerObject?classId=${classes.offer.id}&maxResults=2&token=p%2F2`,
    ])
  })

  it('asks for no page more than is read', async () => {
    const { wallet, api } = await openApi([
      { body: { resources: [{ id: '1.a' }], pagination: { nextPageToken: '2' } } },
    ])
    for await (const { id } of wallet.classes('offer').list(issuerId)) {
      expect(id).toBe('1.a')
      break
    }
    expect(api.seen.map(({ path }) => path)).toEqual([`${root}/offerClass?issuerId=${issuerId}&maxResults=100`])
  })

  it('ends for an empty answer, and for a page that leads to itself', async () => {
    const page = { body: { resources: [{ id: '1.a' }], pagination: { nextPageToken: 'same' } } }
    const { wallet } = await openApi([{ body: {} }, page, page])
    const count = async () => {
      let resources = 0
      for await (const _ of wallet.classes('offer').list(issuerId)) resources++
      return resources
    }
    expect(await count()).toBe(0)
    expect(await count()).toBe(2)
  })
})

describe('upsert', () => {
  const notFound = googleError(404, 'Requested entity was not found.', 'resourceNotFound')
  const exists = googleError(409, 'Exists already.', 'existingResource')

  it('patches what exists', async () => {
    const { wallet, api, seen } = await openApi([{ body: object }])
    expect(await wallet.objects('offer').upsert(object)).toEqual(object)
    expect(seen()).toEqual([`PATCH ${path}`])
    expect(JSON.parse(api.seen[0]!.body)).not.toHaveProperty('id')
  })

  it('inserts what does not exist', async () => {
    const { wallet, seen } = await openApi([notFound, { body: object }])
    expect(await wallet.objects('offer').upsert(object)).toEqual(object)
    expect(seen()).toEqual([`PATCH ${path}`, `POST ${root}/offerObject`])
  })

  it('patches after all if someone else inserted it in between', async () => {
    const { wallet, seen } = await openApi([notFound, exists, { body: object }])
    expect(await wallet.objects('offer').upsert(object)).toEqual(object)
    expect(seen()).toEqual([`PATCH ${path}`, `POST ${root}/offerObject`, `PATCH ${path}`])
  })

  it('an insert that was done although its answer was lost is no failure', async () => {
    const { wallet, seen } = await openApi([notFound, { breaks: true }, exists, { body: object }])
    expect(await wallet.objects('offer').upsert(object)).toEqual(object)
    expect(seen()).toEqual([`PATCH ${path}`, `POST ${root}/offerObject`, `POST ${root}/offerObject`, `PATCH ${path}`])
  })

  it('says that the class is missing', async () => {
    const classNotFound = googleError(404, 'Class 1.x not found', 'classNotFound')
    const { wallet } = await openApi([notFound, classNotFound])
    await expect(wallet.objects('offer').upsert(object)).rejects.toMatchObject({ code: 'CLASS_NOT_FOUND' })
  })

  it('any other refusal is told at once', async () => {
    const { wallet, seen } = await openApi([googleError(403, 'Permission denied.', 'permissionDenied')])
    await expect(wallet.objects('offer').upsert(object)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    expect(seen()).toHaveLength(1)
  })
})

describe('addMessage', () => {
  const message = { id: 'm1', header: 'News', body: 'We are open.', messageType: 'TEXT_AND_NOTIFY' } as const
  const withMessage = { ...object, messages: [message] }

  it('gives the changed resource', async () => {
    const { wallet, api, seen } = await openApi([{ body: { resource: withMessage } }])
    expect(await wallet.objects('offer').addMessage(object.id, message)).toEqual(withMessage)
    expect(seen()).toEqual([`POST ${path}/addMessage`])
    expect(JSON.parse(api.seen[0]!.body)).toEqual({ message })
  })

  it.each([{ breaks: true }, { status: 500 }, { status: 503 }])(
    'is not sent again if it had been added before %j',
    async (failure) => {
      const { wallet, seen } = await openApi([failure, { body: withMessage }])
      expect(await wallet.objects('offer').addMessage(object.id, message)).toEqual(withMessage)
      expect(seen()).toEqual([`POST ${path}/addMessage`, `GET ${path}`])
    },
  )

  it('is sent again if it had not, also if another message has its id', async () => {
    const other = { ...object, messages: [{ ...message, body: 'We were open.' }] }
    const { wallet, seen } = await openApi([{ breaks: true }, { body: other }, { body: { resource: withMessage } }])
    expect(await wallet.objects('offer').addMessage(object.id, message)).toEqual(withMessage)
    expect(seen()).toEqual([`POST ${path}/addMessage`, `GET ${path}`, `POST ${path}/addMessage`])
  })

  it('is sent again without asking after a refusal', async () => {
    const { wallet, seen } = await openApi([{ status: 429 }, { body: { resource: withMessage } }])
    await wallet.objects('offer').addMessage(object.id, message)
    expect(seen()).toEqual([`POST ${path}/addMessage`, `POST ${path}/addMessage`])
  })

  it('is not sent again if it cannot be found out', async () => {
    const { wallet, seen } = await openApi([{ breaks: true }, googleError(403, 'No.')])
    const call = wallet.objects('offer').addMessage(object.id, message)
    await expect(call).rejects.toMatchObject({ code: 'UNREACHABLE', unanswered: 1 })
    expect(seen()).toEqual([`POST ${path}/addMessage`, `GET ${path}`])
  })

  it('tells the quota of notifications from that of requests', async () => {
    const quota = googleError(403, 'Quota exceeded for notifications', 'quotaExceeded')
    const { wallet, seen } = await openApi([quota, quota, { body: { resource: object } }])
    const ofOffers = wallet.objects('offer')
    await expect(ofOffers.addMessage(object.id, message)).rejects.toMatchObject({
      code: 'NOTIFICATION_QUOTA_EXCEEDED',
      isRetryable: false,
    })
    expect(seen()).toHaveLength(1)
    // Without a notification it can only be the requests.
    await ofOffers.addMessage(object.id, { ...message, messageType: 'TEXT' })
    expect(seen()).toHaveLength(3)
  })

  it('needs an id', async () => {
    const { wallet, seen } = await openApi([])
    const call = wallet.classes('offer').addMessage(classes.offer.id, { header: 'News' } as never)
    await expect(call).rejects.toMatchObject({ code: 'OPTIONS_REFUSED', issues: [{ path: 'message.id' }] })
    expect(seen()).toEqual([])
  })
})

it('links and unlinks offers of loyalty cards and event tickets', async () => {
  const { wallet, api, seen } = await openApi(() => ({ body: objects.loyalty }))
  await wallet.objects('loyalty').modifyLinkedOffers(objects.loyalty.id, { add: ['1.a'], remove: ['1.b'] })
  await wallet.objects('eventTicket').modifyLinkedOffers(objects.eventTicket.id, { add: ['1.a'] })
  expect(wallet.objects('offer')).not.toHaveProperty('modifyLinkedOffers')
  expect(seen()).toEqual([
    `POST ${root}/loyaltyObject/${objects.loyalty.id}/modifyLinkedOfferObjects`,
    `POST ${root}/eventTicketObject/${objects.eventTicket.id}/modifyLinkedOfferObjects`,
  ])
  expect(JSON.parse(api.seen[0]!.body)).toEqual({
    linkedOfferObjectIds: { addLinkedOfferObjectIds: ['1.a'], removeLinkedOfferObjectIds: ['1.b'] },
  })
})
