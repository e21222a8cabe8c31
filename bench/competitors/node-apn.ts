import type { PushOne, PushTarget } from '../push-contender.ts'
import { topic } from '../push-sink.ts'

/** As its documentation has it: one Provider, here with a certificate, and one Notification, compiled once. */
export async function openPusher({ port, credentials }: PushTarget): Promise<PushOne> {
  const { default: apn } = await import('@parse/node-apn')
  const { ca, certificate, privateKey } = credentials
  const options = { address: '127.0.0.1', port, ca: [ca], cert: certificate, key: privateKey }
  const provider = new apn.Provider(options as ConstructorParameters<typeof apn.Provider>[0])
  const note = new apn.Notification()
  note.topic = topic
  note.pushType = 'background'
  note.priority = 5
  note.expiry = Math.floor(Date.now() / 1000) + 2_592_000
  note.rawPayload = {}
  return async (token) => {
    const { sent, failed } = await provider.send(note, token)
    if (sent.length !== 1) throw new Error(`A push was not delivered: ${JSON.stringify(failed)}`)
  }
}
