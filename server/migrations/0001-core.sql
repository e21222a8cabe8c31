-- Every table that grows and every unique key begins with customer_id. Three exceptions are deliberate, because a
-- phone's or a browser's request names no customer: a pass type belongs to one customer of an installation, a short
-- link's code is random, and an asset is found by its content hash.

create table customers (
  id text primary key,
  name text not null,
  created_at timestamptz not null
);

-- Random keys, wrapped under BILLFOLD_SECRET. customer_id is null for keys of the whole installation; scope narrows a
-- purpose further, as to one pass type.
create table keys (
  id text primary key,
  purpose text not null,
  customer_id text references customers (id),
  scope text not null default '',
  wrapped bytea not null,
  state text not null default 'active' check (state in ('active', 'rotated', 'leaked')),
  accepted_until timestamptz,
  created_at timestamptz not null
);
create unique index keys_active on keys (customer_id, purpose, scope) nulls not distinct where state = 'active';

-- Keys carry their claims themselves; this table exists to list and to revoke them.
create table api_keys (
  customer_id text not null references customers (id),
  id text not null,
  name text not null,
  scopes text[] not null,
  campaign_ids text[],
  not_after timestamptz,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (customer_id, id)
);
create index api_keys_revoked on api_keys (revoked_at) where revoked_at is not null;

create table wallet_configurations (
  customer_id text not null references customers (id),
  id text not null,
  wallet text not null check (wallet in ('apple')),
  name text not null,
  pass_type_id text not null,
  team_id text not null,
  organization_name text,
  sealed bytea not null,
  certificate_not_after timestamptz not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (customer_id, id)
);
create unique index wallet_configurations_pass_type on wallet_configurations (pass_type_id);

create table assets (
  customer_id text not null references customers (id),
  sha256 text not null,
  extension text not null,
  width integer not null,
  height integer not null,
  bytes bytea not null,
  created_at timestamptz not null,
  primary key (customer_id, sha256)
);
create index assets_sha256 on assets (sha256);

create table campaigns (
  customer_id text not null references customers (id),
  id text not null,
  name text not null,
  kind text not null,
  wallet_configuration_id text not null,
  pass_type_id text not null,
  state text not null default 'draft' check (state in ('draft', 'published', 'archived')),
  revision integer,
  version bigint not null default 0,
  modified_at timestamptz not null,
  created_at timestamptz not null,
  primary key (customer_id, id),
  foreign key (customer_id, wallet_configuration_id) references wallet_configurations (customer_id, id)
) with (fillfactor = 70);

-- The authoring side of a campaign: what the next revision will be.
create table campaign_drafts (
  customer_id text not null,
  campaign_id text not null,
  source jsonb not null,
  edited_at timestamptz not null,
  primary key (customer_id, campaign_id),
  foreign key (customer_id, campaign_id) references campaigns (customer_id, id)
);

-- Published and immutable.
create table revisions (
  customer_id text not null,
  campaign_id text not null,
  number integer not null,
  source jsonb not null,
  published_at timestamptz not null,
  primary key (customer_id, campaign_id, number),
  foreign key (customer_id, campaign_id) references campaigns (customer_id, id)
);

-- A contact's key seals its personal tokens everywhere they are kept; destroying it erases them.
create table contacts (
  customer_id text not null references customers (id),
  id text not null,
  wrapped_key bytea not null,
  created_at timestamptz not null,
  primary key (customer_id, id)
);

create table passes (
  customer_id text not null,
  id text not null,
  campaign_id text not null,
  contact_id text not null,
  pass_type_id text not null,
  serial text not null,
  tokens jsonb not null default '{}',
  sealed_tokens bytea,
  api_tokens text[] not null default '{}',
  link_issued_at timestamptz,
  first_installed_at timestamptz,
  voided_at timestamptz,
  -- The last time it was void, once it is valid again: from when until when.
  restored_from timestamptz,
  restored_at timestamptz,
  version bigint not null default 0,
  modified_at timestamptz not null,
  created_at timestamptz not null,
  primary key (customer_id, id),
  foreign key (customer_id, campaign_id) references campaigns (customer_id, id),
  foreign key (customer_id, contact_id) references contacts (customer_id, id)
) with (fillfactor = 80);
create unique index passes_recipient on passes (customer_id, campaign_id, contact_id);
create unique index passes_serial on passes (customer_id, pass_type_id, serial);

create table devices (
  customer_id text not null,
  id text not null,
  push_token text not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (customer_id, id)
);

create table registrations (
  customer_id text not null,
  device_id text not null,
  pass_type_id text not null,
  pass_id text not null,
  created_at timestamptz not null,
  primary key (customer_id, device_id, pass_type_id, pass_id),
  foreign key (customer_id, device_id) references devices (customer_id, id),
  foreign key (customer_id, pass_id) references passes (customer_id, id)
);
create index registrations_pass on registrations (customer_id, pass_id);

create table short_links (
  code text primary key,
  customer_id text not null references customers (id),
  token text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null
);

-- What phones posted to /v1/log: untrusted text, kept for a while beside the pass it names.
create table device_log_lines (
  customer_id text not null references customers (id),
  seq bigint generated always as identity,
  device_id text not null,
  pass_id text,
  line text not null,
  at timestamptz not null,
  primary key (customer_id, seq)
);
create index device_log_lines_pass on device_log_lines (customer_id, pass_id, seq);

-- The one append-only history. A business transaction inserts into log_unnumbered; the sequencer moves committed rows
-- to log, giving each its number. Numbers of one customer become visible in their order, whoever commits first.
create table log_counters (
  customer_id text primary key references customers (id),
  last_number bigint not null default 0,
  greatest_stamp timestamptz not null default 'epoch',
  audit_hash bytea not null default ''
) with (fillfactor = 50);

create table log_unnumbered (
  customer_id text not null,
  seq bigint generated always as identity,
  id text not null,
  type text not null,
  pass_id text,
  campaign_id text,
  at timestamptz not null,
  visible boolean not null,
  -- The revision under which it was judged whether the event is visible; a newer one makes it so.
  revision integer,
  audit boolean not null,
  data jsonb not null,
  sealed bytea,
  primary key (customer_id, seq)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
-- The pass first, so that nothing but a look-up of one pass ever chooses this index.
create index log_unnumbered_pass on log_unnumbered (pass_id, customer_id);

create table log (
  customer_id text not null,
  number bigint not null,
  id text not null,
  type text not null,
  pass_id text,
  campaign_id text,
  at timestamptz not null,
  visible boolean not null,
  data jsonb not null,
  sealed bytea,
  audit_hash bytea,
  primary key (customer_id, number)
);
create index log_pass on log (customer_id, pass_id, number) where pass_id is not null;
create index log_campaign on log (customer_id, campaign_id, number) where pass_id is null;
