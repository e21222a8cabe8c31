import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { selectPass } from '../server/dist/passes/pass.js'
import type { Home } from './installation.ts'
import type { Sample } from './measure.ts'
import { passIdOf } from './seed.ts'

const debian = '/usr/lib/postgresql'

/** @throws Error that says how to get it */
export function findPgbench(): string {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((name) => join(debian, name, 'bin'))]
  const found = folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file))
  if (found !== undefined) return found
  throw new Error(
    'pgbench, the reference, is not on this machine. On Debian and Ubuntu it comes with: apt-get install postgresql',
  )
}

/** Changes passes at random with so many clients for a time. */
export async function runPgbench(options: {
  pgbench: string
  url: string
  clients: number
  durationMs: number
  home: Home
  passes: number
}): Promise<Sample> {
  const { pgbench, url, clients, durationMs, home, passes } = options
  const folder = mkdtempSync(join(tmpdir(), 'billfold-pgbench-'))
  const file = join(folder, 'change.sql')
  writeFileSync(file, script(passes))
  // pgbench counts whole seconds.
  const seconds = Math.max(1, Math.round(durationMs / 1000))
  const args = ['-n', '-c', clients, '-j', 2, '-M', 'prepared', '-T', seconds, '-D', `customer=${home.customerId}`]
  try {
    const { stdout } = await promisify(execFile)(pgbench, [...args.map(String), '-f', file, url])
    const [, perSecond] = /tps = ([\d.]+)/.exec(stdout) ?? []
    if (perSecond === undefined) throw new Error(`pgbench answered: ${stdout}`)
    return { perSecond: Number(perSecond) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The statements of one change, in the order and with the values that Billfold gives them. */
function script(passes: number): string {
  const [before = '', width = 0] = [passIdOf(0).slice(0, -String(passes).length), String(passes).length]
  const id = `'${before}' || lpad(:n::text, ${width}, '0')`
  const tokens = `jsonb_build_object('voucher.points', :points::int)`
  const sealed = `'\\x${randomBytes(90).toString('hex')}'`
  return `\\set n random(1, ${passes})
\\set points random(1, 1000000)
begin;
${selectPass.replaceAll('$1', ':customer').replaceAll('\n', ' ')} and p.id = ${id} for no key update of p;
update passes set tokens = ${tokens}, sealed_tokens = ${sealed}, api_tokens = '{voucher.points}', link_issued_at = null where customer_id = :customer and id = ${id};
insert into log_unnumbered (customer_id, id, type, pass_id, campaign_id, at, visible, audit, data, sealed) values (:customer, 'evt_06f4w3h2m1qz8k7v5t9r0y2abc', 'updated', ${id}, 'cam_06f4w3h2m1qz8k7v5t9r0y2abc', now(), true, false, jsonb_build_object('reason', 'tokens', 'tokens', ${tokens}, 'source', 'api'), null);
commit;
`
}
