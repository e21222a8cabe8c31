import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { handClock, temporaryFolder } from '../testing/development-passes.ts'
import { callApi, openTestGoogle, requestToken, sign } from '../testing/google.ts'
import { insertPass } from '../testing/passes.ts'
import { openVirtualGoogle } from './virtual-google.ts'

it('a later virtual Google goes on from there, and knows the key files of the one before', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'google', 'state.json')
  const test = await openTestGoogle({ file })
  await insertPass(test)
  await test.save(await test.saveJwt({ loyaltyObjects: [{ id: test.id('ada') }] }), 'ada@example.com')
  const rootKeys = await (await fetch(test.google.rootKeysUrl)).text()
  const before = (await test.api('GET', `loyaltyObject/${test.id('ada')}`)).body
  await test[Symbol.asyncDispose]()
  expect((await stat(file)).mode & 0o777).toBe(0o600)

  const google = await openVirtualGoogle({ clock: test.clock, file })
  // The key file names the address of the token endpoint as it was.
  const seconds = Math.floor(test.clock.now().getTime() / 1_000)
  const scope = 'https://www.googleapis.com/auth/wallet_object.issuer'
  const claims = { iss: test.key.client_email, scope, iat: seconds, exp: seconds + 60, aud: test.key.token_uri }
  const token = await requestToken(google.tokenUrl, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await sign(test.key, claims),
  })
  const after = await callApi(google, token.body.access_token, 'GET', `loyaltyObject/${test.id('ada')}`)
  expect(after.body).toEqual(before)
  expect(after.body.hasUsers).toBe(true)
  expect(await (await fetch(google.rootKeysUrl)).text()).toBe(rootKeys)
  await google.close()
})

it.each([
  ['is no JSON', '{'],
  ['is of another version', '{"version":2}'],
  ['lacks a part', '{"version":1,"projects":[]}'],
])('a file that %s is refused and left alone', async (_, content) => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'state.json')
  await writeFile(file, content)
  await expect(openVirtualGoogle({ clock: handClock(), file })).rejects.toMatchObject({
    code: 'google_state_damaged',
    message: expect.stringContaining(file),
  })
  expect(await readFile(file, 'utf8')).toBe(content)
})
