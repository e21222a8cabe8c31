import { formFiles, type Mint, storeCard, updatable } from './development-passes.ts'
import type { RecordedRequest, ScriptedAnswer } from './scripted-server.ts'
import { listing, modified, openTestPhone, packaged, type TestPhone } from './test-phone.ts'

/** What fills in the form of {@link phoneWithForm}. */
export const ada = { fullName: 'Ada Lovelace', emailAddress: 'ada@example.com' }
/** When the personalized pass was made. */
export const later = 'Sun, 22 Nov 2026 08:59:00 GMT'

/** What a phone has sent of a form. */
export function sentForm({ body }: Pick<RecordedRequest, 'body'>): {
  readonly personalizationToken: string
  readonly requiredPersonalizationInfo: Readonly<Record<string, string>>
} {
  return JSON.parse(body)
}

/** Answers as a web service should: with the signature of the token. */
export function signing(mint: Mint, options?: Parameters<Mint['sign']>[1]) {
  return async (request: RecordedRequest): Promise<ScriptedAnswer> => ({
    status: 200,
    headers: { 'Content-Type': 'application/octet-stream' },
    body: await mint.sign(sentForm(request).personalizationToken, options),
  })
}

/** A phone that holds a registered pass with a form, which it has been given once; its requests so far are taken. */
export async function phoneWithForm(mint: Mint): Promise<TestPhone> {
  const test = await openTestPhone(mint)
  const card = await mint.card(updatable(test.server.url), { files: formFiles() })
  test.server.script('list', listing(['card-1'], '1'), { status: 204 })
  test.server.script('get', packaged(card, modified), { status: 304 })
  await test.phone.add(card)
  test.server.takeLog()
  return test
}

/** The pass that the web service has for whoever has filled in the form. */
export async function personalizedCard(mint: Mint, { server }: TestPhone): Promise<ScriptedAnswer> {
  return packaged(await mint.card({ ...updatable(server.url), ...storeCard({ points: 100 }) }), later)
}
