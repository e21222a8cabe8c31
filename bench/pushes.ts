import { type Child, startChild } from './child.ts'
import type { Bench, Context } from './context.ts'
import { type Contender, compare, type Outcome } from './harness.ts'
import type { Sample } from './measure.ts'
import { inFlight, type PushTarget } from './push-contender.ts'
import { issuePushCredentials, maxConcurrentStreams, startNghttpd } from './push-sink.ts'

const titles = {
  bare: 'a bare loop on node:http2',
  'bare-without-id': 'the same loop without apns-id',
  billfold: '@billfold/apns',
  'node-apn': '@parse/node-apn 8.1.0',
  apns2: 'apns2 12.2.0',
} as const

type Name = keyof typeof titles

export const pushes: Bench = {
  name: 'pushes',
  method: [
    `Wallet pushes to nghttpd over TLS on this machine, ${inFlight} under way, to a thousand tokens in turn.`,
    `nghttpd has one thread, allows ${maxConcurrentStreams} streams and answers 200. Each contender is a process of its own.`,
    'Reference: one session of node:http2 with a client certificate and the same headers; only the status is read.',
    'Beside it the same loop without apns-id, which APNs makes itself when it is absent.',
    'Billfold: openApns with the certificate, one session. node-apn: one Provider with the certificate, one Notification.',
    'apns2: one client with its own pool of connections, and a provider token: it has no client certificates.',
  ],
  async run(context) {
    const credentials = await issuePushCredentials(context.folder)
    const children = new Map<Name, Child>()
    const sinks = {
      certificate: await startNghttpd(context.folder, credentials, { wantsCertificate: true }),
      token: await startNghttpd(context.folder, credentials, { wantsCertificate: false }),
    }
    try {
      for (const name of Object.keys(titles) as Name[]) {
        const { port } = name === 'apns2' ? sinks.token : sinks.certificate
        const child = startChild('push-contender.ts', [name])
        children.set(name, child)
        await child.call('open', { port, credentials } satisfies PushTarget)
      }
      return [await compareAll(context, children)]
    } finally {
      for (const child of children.values()) await child.stop()
      for (const sink of Object.values(sinks)) await sink.stop()
    }
  },
}

function compareAll({ plan, progress }: Context, children: ReadonlyMap<Name, Child>): Promise<Outcome> {
  progress('measuring')
  const contender = (name: Name): Contender => ({
    name: titles[name],
    measure: ({ durationMs }) => (children.get(name) as Child).call<Sample>('measure', durationMs),
  })
  return compare(
    {
      title: 'push to phones',
      operation: 'pushes',
      reference: { ...contender('bare'), expectedPerSecond: 17_500 },
      subject: contender('billfold'),
      others: [
        contender('bare-without-id'),
        { ...contender('node-apn'), subjectAtLeastTimes: 1 },
        { ...contender('apns2'), subjectAtLeastTimes: 2 },
      ],
      toReach: 0.85,
    },
    plan,
  )
}
