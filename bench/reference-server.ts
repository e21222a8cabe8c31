/** What the HTTP benchmarks compare with: bare Fastify routes around statements by hand, in a process of its own. */
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import pg from 'pg'
import { serve } from './child.ts'
import { listRoute } from './reference-list.ts'
import { type PhoneReference, phoneRoutes } from './reference-phone.ts'

export interface ReferenceOptions {
  readonly databaseUrl: string
  readonly customerId: string
  /** Given where more than the list is measured. */
  readonly phone?: PhoneReference
}

/** As many connections as Billfold takes. */
const maxConnections = 24

pg.types.setTypeParser(pg.types.builtins.INT8, Number)

let app: FastifyInstance
let pool: pg.Pool

serve(
  {
    async start({ databaseUrl, customerId, phone }: ReferenceOptions): Promise<number> {
      pool = new pg.Pool({ connectionString: databaseUrl, max: maxConnections })
      app = fastify()
      listRoute(app, pool, customerId)
      if (phone) phoneRoutes(app, pool, customerId, phone)
      await app.listen({ port: 0, host: '127.0.0.1' })
      return (app.server.address() as AddressInfo).port
    },
  },
  async () => {
    await app.close()
    await pool.end()
  },
)
