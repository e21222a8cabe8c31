import { decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { classes, objects } from '../testing/passes.ts'
import { clientEmail, serviceAccount, serviceAccountPublicKey } from '../testing/service-account.ts'
import { type Vertical, verticals } from '../verticals.ts'
import { checkSaveJwt } from './check-save-jwt.ts'
import { type SavePass, skinny } from './save-claims.ts'
import { createSaveJwt, isTooLong, saveUrl } from './save-link.ts'

const at = new Date('2026-12-01T12:00:00.900Z')
const all = Object.keys(verticals) as Vertical[]

async function claimsOf(jwt: string) {
  expect(decodeProtectedHeader(jwt)).toMatchObject({ alg: 'RS256', typ: 'JWT' })
  const options = { issuer: clientEmail, audience: 'google', algorithms: ['RS256'] }
  return (await jwtVerify(jwt, serviceAccountPublicKey, options)).payload
}

it('is signed as jose verifies, with the claims that Google documents', async () => {
  const origins = ['https://www.example.com']
  const passes = [{ vertical: 'loyalty', object: objects.loyalty }] as const
  expect(await claimsOf(await createSaveJwt({ serviceAccount, passes, origins }, at))).toEqual({
    iss: clientEmail,
    aud: 'google',
    typ: 'savetowallet',
    iat: 1_796_126_400,
    origins,
    payload: { loyaltyObjects: [JSON.parse(JSON.stringify(objects.loyalty))] },
  })
})

it.each(all)('%s: class and object stand in the arrays of the vertical', async (vertical) => {
  const pass = { vertical, object: objects[vertical], classResource: classes[vertical] } as SavePass
  const { payload } = await claimsOf(await createSaveJwt({ serviceAccount, passes: [pass] }, at))
  expect(payload).toEqual({
    [verticals[vertical].classes]: [classes[vertical]],
    [verticals[vertical].objects]: [objects[vertical]],
  })
})

it('several passes of several verticals are one link; a class that they share is there once', async () => {
  const second = { ...objects.offer, id: `${objects.offer.id}-2` }
  const passes: SavePass[] = [
    { vertical: 'offer', object: objects.offer, classResource: classes.offer },
    { vertical: 'offer', object: second, classResource: classes.offer },
    { vertical: 'generic', object: { id: objects.generic.id, classId: objects.generic.classId } },
  ]
  const jwt = await createSaveJwt({ serviceAccount, passes }, at)
  expect((await claimsOf(jwt)).payload).toEqual({
    offerClasses: [classes.offer],
    offerObjects: [objects.offer, second],
    genericObjects: [{ id: objects.generic.id, classId: objects.generic.classId }],
  })
  const issues = checkSaveJwt(jwt, { publicKey: serviceAccountPublicKey, issuer: clientEmail })
  expect(issues.map(({ code }) => code)).toEqual(['JWT_TOO_LONG'])
})

it('a skinny link is short and has no fault', async () => {
  const passes = all.map((vertical) => skinny({ vertical, object: objects[vertical] } as SavePass))
  const jwt = await createSaveJwt({ serviceAccount, passes }, at)
  expect((await claimsOf(jwt)).payload).toMatchObject({
    flightObjects: [{ id: objects.flight.id, classId: classes.flight.id }],
  })
  expect(isTooLong(jwt)).toBe(false)
  expect(checkSaveJwt(jwt, { publicKey: serviceAccountPublicKey })).toEqual([])
  expect(skinny({ vertical: 'offer', object: { id: '1.a' } })).toEqual({ vertical: 'offer', object: { id: '1.a' } })
})

it('a token of 1,800 characters is the longest that is safe in a link', () => {
  expect([isTooLong('a'.repeat(1800)), isTooLong('a'.repeat(1801))]).toEqual([false, true])
})

it('the link is the prefix and the token', () => {
  expect(saveUrl('a.b.c')).toBe('https://pay.google.com/gp/v/save/a.b.c')
  expect(saveUrl('a.b.c', 'http://127.0.0.1/save/')).toBe('http://127.0.0.1/save/a.b.c')
})

it('refuses to link to nothing, and to what has no id', () => {
  expect(() => createSaveJwt({ serviceAccount, passes: [] }, at)).toThrow(/There is no pass\..*PAYLOAD_EMPTY/)
  const passes = [{ vertical: 'offer', object: { id: '' } }] as const
  expect(() => createSaveJwt({ serviceAccount, passes }, at)).toThrow('passes[0].object.id: The object has no id.')
})
