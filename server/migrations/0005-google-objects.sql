-- Google's copy of a campaign: one class. wanted_number is the log number that it should be at, sent_number the one that
-- it is at; where Google refuses a class, the one before stays in force. While a process writes it, due_at is when others
-- may take over.
create table google_classes (
  customer_id text not null,
  campaign_id text not null,
  configuration_id text not null,
  class_id text not null,
  wanted_number bigint not null,
  due_at timestamptz,
  failures smallint not null default 0,
  outcome text,
  answer text,
  answered_at timestamptz,
  vertical text,
  sent_number bigint,
  sent_at timestamptz,
  revision integer,
  review_status text,
  digest bytea,
  announced jsonb,
  notified_at timestamptz[] not null default '{}',
  class_paths text[] not null default '{}',
  object_paths text[] not null default '{}',
  primary key (customer_id, campaign_id),
  foreign key (customer_id, campaign_id) references campaigns (customer_id, id),
  foreign key (customer_id, configuration_id) references wallet_configurations (customer_id, id)
) with (fillfactor = 70);
create index google_classes_due on google_classes (customer_id, configuration_id, due_at) where due_at is not null;

-- Google's copy of a pass: one object, from the first time that somebody asked for it there. Digests and announced texts
-- are MACs under the contact's key, so that nothing of a person lies here. Of those who have it only Google knows:
-- check_at is when to ask, if nothing is heard of it.
create table google_objects (
  customer_id text not null,
  pass_id text not null,
  campaign_id text not null,
  configuration_id text not null,
  object_id text not null,
  priority smallint not null,
  wanted_number bigint not null,
  due_at timestamptz,
  failures smallint not null default 0,
  outcome text,
  answer text,
  answered_at timestamptz,
  sent_number bigint,
  sent_at timestamptz,
  digest bytea,
  announced jsonb,
  notified_at timestamptz[] not null default '{}',
  opened_at timestamptz not null,
  saved_at timestamptz,
  removed_at timestamptz,
  checks smallint not null default 0,
  check_at timestamptz,
  primary key (customer_id, pass_id),
  foreign key (customer_id, pass_id) references passes (customer_id, id),
  foreign key (customer_id, configuration_id) references wallet_configurations (customer_id, id)
) with (fillfactor = 70);
create unique index google_objects_object on google_objects (customer_id, object_id);
create index google_objects_campaign on google_objects (customer_id, campaign_id, pass_id);
create index google_objects_due on google_objects (customer_id, configuration_id, priority, due_at)
  where due_at is not null;
create index google_objects_check on google_objects (customer_id, configuration_id, check_at) where check_at is not null;

-- A change of a campaign is one row, however many objects it has: a walk over them that finds those which show something
-- else. A newer change begins the walk anew.
create table google_walks (
  customer_id text not null,
  campaign_id text not null,
  number bigint not null,
  after_pass text not null default '',
  primary key (customer_id, campaign_id)
) with (fillfactor = 50);

-- Callbacks that were dealt with: Google sends some more than once.
create table google_nonces (
  customer_id text not null,
  issuer_id text not null,
  nonce text not null,
  at timestamptz not null,
  primary key (customer_id, issuer_id, nonce)
);
create index google_nonces_at on google_nonces (at);

-- The rate that Google allows a credential, given out to processes in slices of time: up to when it is given out.
create table google_budgets (
  customer_id text not null,
  configuration_id text not null,
  leased_until timestamptz not null,
  primary key (customer_id, configuration_id)
) with (fillfactor = 50);

-- Credentials for which nothing is sent until retry_at: until a person acts, or Google answers again.
create table google_faults (
  customer_id text not null,
  configuration_id text not null,
  kind text not null check (kind in ('stopped', 'backingOff')),
  reason text not null,
  explanation text not null,
  since timestamptz not null,
  failures smallint not null,
  raised_at timestamptz not null,
  retry_at timestamptz not null,
  primary key (customer_id, configuration_id)
);
