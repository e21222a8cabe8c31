-- How far each follower of the log has come. It is claimed by its row's lock and advanced in the transaction that
-- writes what the follower derives, so nothing is derived twice and nothing is missed.
create table log_cursors (
  customer_id text not null references customers (id),
  name text not null,
  number bigint not null default 0,
  primary key (customer_id, name)
) with (fillfactor = 50);

-- What is known of each phone's copy. A phone that lists knows of all changes up to a number. A fetch names no device:
-- it is this device's for certain, by inference, or it may be any one's of those that knew of the change.
alter table registrations
  add column confirmed_at timestamptz,
  add column listed_number bigint,
  add column listed_at timestamptz,
  add column fetched_version bigint,
  add column fetched_at timestamptz,
  add column fetched_how text check (fetched_how in ('certain', 'inferred', 'unknown'));
update registrations set confirmed_at = created_at;
alter table registrations alter column confirmed_at set not null, set (fillfactor = 80);

-- The pushes of one device and pass type: what it should learn of, when the next push is due, and what came of the last.
-- While a process pushes, due_at is when others may take over.
create table push_targets (
  customer_id text not null,
  device_id text not null,
  pass_type_id text not null,
  wanted_number bigint not null,
  due_at timestamptz,
  pushed_at timestamptz,
  pushed_number bigint,
  outcome text,
  failures smallint not null default 0,
  repeats smallint not null default 0,
  check_at timestamptz,
  primary key (customer_id, device_id, pass_type_id)
) with (fillfactor = 70);
create index push_targets_due on push_targets (due_at) where due_at is not null;
create index push_targets_check on push_targets (check_at) where check_at is not null;

-- A change of a campaign is one row, however many phones it concerns: a walk over its devices, in pages. A page is
-- claimed by one process at a time, and is the proof that the devices in it were pushed to at that time; push_targets
-- has the exceptions.
create table push_walks (
  customer_id text not null,
  campaign_id text not null,
  number bigint not null,
  round smallint not null,
  pass_type_id text not null,
  after_device text not null default '',
  read_all boolean not null default false,
  due_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (customer_id, campaign_id, number, round)
) with (fillfactor = 70);
create index push_walks_due on push_walks (due_at) where due_at is not null;

create table push_walk_pages (
  customer_id text not null,
  campaign_id text not null,
  number bigint not null,
  round smallint not null,
  first_device text not null,
  last_device text not null,
  lease_until timestamptz,
  pushed_at timestamptz,
  delivered integer not null default 0,
  failed integer not null default 0,
  primary key (customer_id, campaign_id, number, round, first_device),
  foreign key (customer_id, campaign_id, number, round) references push_walks on delete cascade
) with (fillfactor = 70);
create index push_walk_pages_lease on push_walk_pages (lease_until) where lease_until is not null;

-- Pass types whose pushes have stopped until a person acts; they are tried again now and then.
create table push_faults (
  pass_type_id text primary key,
  customer_id text not null references customers (id),
  reason text not null,
  explanation text not null,
  since timestamptz not null,
  retry_at timestamptz not null
);
