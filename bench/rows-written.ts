import type pg from 'pg'

/** What maintains the job queue goes on whether anything changes or not. */
const jobQueue = "n.nspname = 'pgboss' and c.relname not like 'job%'"

/** Has PostgreSQL count every row that is written from now on, by table and kind of statement, in the same transactions. */
export async function countRowsWritten(client: pg.Client): Promise<void> {
  await client.query(`
    create table rows_written (table_name text, statement text, count bigint);
    create function count_rows_written() returns trigger language plpgsql as $$ begin
      insert into public.rows_written select tg_table_name, tg_op, count(*) from changed;
      return null;
    end $$;
    do $$ declare t record; begin
      for t in select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname in ('public', 'pgboss') and c.relname <> 'rows_written' and not (${jobQueue})
      loop
        execute format('create trigger count_inserts after insert on %s referencing new table as changed execute function count_rows_written()', t.name);
        execute format('create trigger count_updates after update on %s referencing new table as changed execute function count_rows_written()', t.name);
        execute format('create trigger count_deletes after delete on %s referencing old table as changed execute function count_rows_written()', t.name);
      end loop;
    end $$`)
}

/** Rows written since the last call, by table and statement. */
export async function takeRowsWritten(client: pg.Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ what: string; count: number }>(
    `with taken as (delete from rows_written returning *)
     select table_name || ' ' || lower(statement) as what, sum(count)::int as count from taken where count > 0 group by 1`,
  )
  return new Map(rows.map(({ what, count }) => [what, count]))
}
