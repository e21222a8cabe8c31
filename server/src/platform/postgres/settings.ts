/**
 * What Billfold asks of its own PostgreSQL, by PostgreSQL's names; all else keeps its default, so that a commit is on
 * the disk before it is acknowledged.
 */
const settings = {
  listen_addresses: '', // only through the Unix socket, in a folder that only its user can enter
  port: '5432',
  unix_socket_permissions: '0700',
  max_connections: '200',
  shared_buffers: '128MB',
  max_parallel_workers_per_gather: '0', // launching a worker costs more than our short queries take
  log_destination: 'stderr',
  // Statements and the key values in a message's detail may be personal data; the client is told them anyway.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

export const socketName = `.s.PGSQL.${settings.port}`

/** For `postgres`. */
export function serverArguments(clusterFolder: string, socketFolder: string): string[] {
  const quoted = `"${socketFolder.replaceAll('"', '""')}"` // the value is a list: a bare comma would split it
  const all = { ...settings, unix_socket_directories: quoted }
  return ['-D', clusterFolder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

export const superuser = 'billfold'

/** For `initdb`. Text sorts by code point everywhere: an upgrade of the C library must never change an index's order. */
export function initArguments(clusterFolder: string, major: number): string[] {
  const fromLibrary = process.platform === 'linux' ? 'C.UTF-8' : 'C'
  const locale =
    major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [`--locale=${fromLibrary}`]
  return ['-D', clusterFolder, `--username=${superuser}`, '--auth=trust', '--encoding=UTF8', ...locale]
}

/**
 * Where `pg` finds a database. The port and "no TLS" are said because `pg` otherwise takes them from PGPORT and
 * PGSSLMODE, which are about other servers.
 */
export function connectionStringFor(database: string, socketFolder: string): string {
  const query = `host=${encodeURIComponent(socketFolder)}&port=${settings.port}&user=${superuser}&sslmode=disable`
  return `postgresql:///${database}?${query}`
}

/** PostgreSQL's programs see nothing else of our environment: its PG… and locale variables are about other servers. */
export const programEnvironment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' })
