import { describe, expect, it } from 'vitest'
import { formFiles, passTypeIdentifier, storeCard, updatable } from '../testing/development-passes.ts'
import { ada, later, personalizedCard, phoneWithForm, signing } from '../testing/forms.ts'
import type { ScriptedAnswer } from '../testing/scripted-server.ts'
import { modified, packaged, sharedMint, type TestPhone } from '../testing/test-phone.ts'

const mint = await sharedMint()

const getTask = ({ server }: TestPhone) =>
  `Get pass task (pass type ${passTypeIdentifier}, serial number card-1, if-modified-since ${modified}; with web service url ${server.url}) encountered error:`

describe('a personalized pass that does not come', () => {
  it.each<[string, (test: TestPhone) => Promise<ScriptedAnswer>, string]>([
    ['304', async () => ({ status: 304 }), 'Expected the personalized pass, received response code 304'],
    ['401', async () => ({ status: 401 }), 'Authentication failure'],
    ['500', async () => ({ status: 500 }), 'Unexpected response code 500'],
    ['hanging up', async () => ({ status: 0, hangUp: true }), 'The network connection was lost.'],
    [
      'the same package again',
      async ({ server }) => packaged(await mint.card(updatable(server.url), { files: formFiles() }), later),
      'Expected the personalized pass, received a pass with personalization.json',
    ],
    [
      'a new one with personalization.json still inside',
      async ({ server }) =>
        packaged(
          await mint.card({ ...updatable(server.url), ...storeCard({ points: 100 }) }, { files: formFiles() }),
          later,
        ),
      'Expected the personalized pass, received a pass with personalization.json',
    ],
    [
      'another serial number',
      async ({ server }) => packaged(await mint.card({ ...updatable(server.url), serialNumber: 'card-2' }), later),
      'Requested serial number card-1, received serial number card-2',
    ],
    [
      'another pass type',
      async ({ server }) => packaged(await mint.card(updatable(server.url), { type: 'pass.com.example.tea' }), later),
      `Requested pass of type ${passTypeIdentifier}, received pass of type pass.com.example.tea`,
    ],
    ['nonsense', async () => packaged(Buffer.from('<html>'), later), 'Received invalid pass data ('],
  ])('but %s leaves the old one, and the next refresh asks again', async (_, answer, error) => {
    await using test = await phoneWithForm(mint)
    const { phone, server } = test
    const before = await phone.show('card-1')
    server.script('personalize', signing(mint))
    server.script('get', await answer(test), await personalizedCard(mint, test))
    expect(await phone.personalize('card-1', ada)).toEqual({ outcome: 'pending', pass: before })
    expect(test.complaints()).toEqual([expect.stringContaining(`${getTask(test)} ${error}`)])

    expect(await phone.refresh()).toMatchObject([{ outcome: 'updated', lockScreen: undefined }])
    expect((await phone.show('card-1')).personalization).toBeNull()
  })

  it('is asked for with If-Modified-Since as ever', async () => {
    await using test = await phoneWithForm(mint)
    test.server.script('personalize', signing(mint))
    await test.phone.personalize('card-1', ada)
    expect(test.server.requests.findLast(({ kind }) => kind === 'get')?.headers['if-modified-since']).toBe(modified)
  })

  it('is made up for after a crash', async () => {
    await using test = await phoneWithForm(mint)
    test.server.script('personalize', signing(mint))
    test.server.script('get', await personalizedCard(mint, test))
    const crashing = await test.reopen({
      onStep(step) {
        if (step.kind === 'request' && step.method === 'GET') throw new Error('crash')
      },
    })
    await expect(crashing.personalize('card-1', ada)).rejects.toThrow('crash')
    const restarted = await test.reopen()
    await restarted.refresh()
    expect((await restarted.show('card-1')).personalization).toBeNull()
  })
})
