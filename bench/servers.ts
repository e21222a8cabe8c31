import { type Child, startChild } from './child.ts'
import type { HttpRequest } from './http-load.ts'
import type { Place } from './installation.ts'
import { type Count, type Sample, sampleOf } from './measure.ts'
import type { ReferenceOptions } from './reference-server.ts'

export interface Server {
  readonly port: number
  /** Sends a load and tells the processor time that the server, without its database, spent on it. */
  measure(load: () => Promise<Count>): Promise<Sample>
  stop(): Promise<void>
}

export const startBillfoldServer = (place: Place) => start(startChild('billfold-server.ts'), place)
export const startReferenceServer = (options: ReferenceOptions) => start(startChild('reference-server.ts'), options)

async function start(child: Child, input: unknown): Promise<Server> {
  const port = await child.call<number>('start', input).catch(async (error: unknown) => {
    await child.stop()
    throw error
  })
  const cpuMs = async () => {
    const { user, system } = await child.call<NodeJS.CpuUsage>('cpuUsage')
    return (user + system) / 1000
  }
  return {
    port,
    async measure(load) {
      const before = await cpuMs()
      const counted = await load()
      return { ...sampleOf(counted), cpuMsPerOperation: ((await cpuMs()) - before) / counted.count }
    },
    stop: child.stop,
  }
}

/** One request by itself, to see what the servers answer. */
export async function ask({ port }: Server, { method, path, headers = {}, body }: HttpRequest) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(body && { body }) })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return { status: response.status, bytes, json: isJson ? (JSON.parse(bytes.toString()) as unknown) : null }
}
