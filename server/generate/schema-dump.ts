import pg from 'pg'

const tables = `
  select c.oid, c.relname as name, c.reloptions as options
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind = 'r' and c.relname not like 'kysely_%' order by c.relname`
const columns = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required, a.attidentity as identity,
    pg_get_expr(d.adbin, d.adrelid) as fallback
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`
const constraints = `
  select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
  where conrelid = $1 and contype <> 'n' order by contype desc, conname`
const indexes = `
  select pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1 and not exists (select from pg_constraint x where x.conindid = i.indexrelid) order by c.relname`

/** The schema as it stands after all migrations, in a stable order: what a reviewer of a migration wants to see. */
export async function schemaDump(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const parts = ['-- Generated from a migrated database by `npm run docs`; the migrations are in migrations/.\n']
    for (const table of (await client.query(tables)).rows) {
      const lines = (await client.query(columns, [table.oid])).rows.map(columnLine)
      for (const { name, definition } of (await client.query(constraints, [table.oid])).rows)
        lines.push(`  constraint ${name} ${definition}`)
      const options = table.options ? ` with (${table.options.join(', ')})` : ''
      parts.push(`create table ${table.name} (\n${lines.join(',\n')}\n)${options};`)
      for (const { definition } of (await client.query(indexes, [table.oid])).rows) parts.push(`${definition};`)
      parts.push('')
    }
    return parts.join('\n')
  } finally {
    await client.end()
  }
}

function columnLine(column: {
  name: string
  type: string
  required: boolean
  identity: string
  fallback: string | null
}): string {
  const identity = column.identity === 'a' ? ' generated always as identity' : ''
  const fallback = column.fallback === null ? '' : ` default ${column.fallback}`
  return `  ${column.name} ${column.type}${column.required ? ' not null' : ''}${identity}${fallback}`
}
