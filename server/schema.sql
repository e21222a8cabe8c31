-- Generated from a migrated database by `npm run docs`; the migrations are in migrations/.

create table api_keys (
  customer_id text not null,
  id text not null,
  name text not null,
  scopes text[] not null,
  campaign_ids text[],
  not_after timestamp with time zone,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (customer_id, id),
  constraint api_keys_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
);
CREATE INDEX api_keys_revoked ON public.api_keys USING btree (revoked_at) WHERE (revoked_at IS NOT NULL);

create table assets (
  customer_id text not null,
  sha256 text not null,
  extension text not null,
  width integer not null,
  height integer not null,
  bytes bytea not null,
  created_at timestamp with time zone not null,
  constraint assets_pkey PRIMARY KEY (customer_id, sha256),
  constraint assets_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
);
CREATE INDEX assets_sha256 ON public.assets USING btree (sha256);

create table campaign_drafts (
  customer_id text not null,
  campaign_id text not null,
  source jsonb not null,
  edited_at timestamp with time zone not null,
  constraint campaign_drafts_pkey PRIMARY KEY (customer_id, campaign_id),
  constraint campaign_drafts_customer_id_campaign_id_fkey FOREIGN KEY (customer_id, campaign_id) REFERENCES campaigns(customer_id, id)
);

create table campaigns (
  customer_id text not null,
  id text not null,
  name text not null,
  kind text not null,
  wallet_configuration_id text not null,
  pass_type_id text not null,
  state text not null default 'draft'::text,
  revision integer,
  version bigint not null default 0,
  modified_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  google_configuration_id text,
  google_personal_in_links boolean not null default false,
  constraint campaigns_pkey PRIMARY KEY (customer_id, id),
  constraint campaigns_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id),
  constraint campaigns_customer_id_google_configuration_id_fkey FOREIGN KEY (customer_id, google_configuration_id) REFERENCES wallet_configurations(customer_id, id),
  constraint campaigns_customer_id_wallet_configuration_id_fkey FOREIGN KEY (customer_id, wallet_configuration_id) REFERENCES wallet_configurations(customer_id, id),
  constraint campaigns_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'archived'::text])))
) with (fillfactor=70);

create table contacts (
  customer_id text not null,
  id text not null,
  wrapped_key bytea not null,
  created_at timestamp with time zone not null,
  constraint contacts_pkey PRIMARY KEY (customer_id, id),
  constraint contacts_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
);

create table customers (
  id text not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint customers_pkey PRIMARY KEY (id)
);

create table device_log_lines (
  customer_id text not null,
  seq bigint not null generated always as identity,
  device_id text not null,
  pass_id text,
  line text not null,
  at timestamp with time zone not null,
  constraint device_log_lines_pkey PRIMARY KEY (customer_id, seq),
  constraint device_log_lines_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
);
CREATE INDEX device_log_lines_pass ON public.device_log_lines USING btree (customer_id, pass_id, seq);

create table devices (
  customer_id text not null,
  id text not null,
  push_token text not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  constraint devices_pkey PRIMARY KEY (customer_id, id) INCLUDE (push_token)
);

create table google_budgets (
  customer_id text not null,
  configuration_id text not null,
  leased_until timestamp with time zone not null,
  constraint google_budgets_pkey PRIMARY KEY (customer_id, configuration_id)
) with (fillfactor=50);

create table google_classes (
  customer_id text not null,
  campaign_id text not null,
  configuration_id text not null,
  class_id text not null,
  wanted_number bigint not null,
  due_at timestamp with time zone,
  failures smallint not null default 0,
  outcome text,
  answer text,
  answered_at timestamp with time zone,
  vertical text,
  sent_number bigint,
  sent_at timestamp with time zone,
  revision integer,
  review_status text,
  digest bytea,
  announced jsonb,
  notified_at timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  class_paths text[] not null default '{}'::text[],
  object_paths text[] not null default '{}'::text[],
  constraint google_classes_pkey PRIMARY KEY (customer_id, campaign_id),
  constraint google_classes_customer_id_campaign_id_fkey FOREIGN KEY (customer_id, campaign_id) REFERENCES campaigns(customer_id, id),
  constraint google_classes_customer_id_configuration_id_fkey FOREIGN KEY (customer_id, configuration_id) REFERENCES wallet_configurations(customer_id, id)
) with (fillfactor=70);
CREATE INDEX google_classes_due ON public.google_classes USING btree (customer_id, configuration_id, due_at) WHERE (due_at IS NOT NULL);

create table google_faults (
  customer_id text not null,
  configuration_id text not null,
  kind text not null,
  reason text not null,
  explanation text not null,
  since timestamp with time zone not null,
  failures smallint not null,
  raised_at timestamp with time zone not null,
  retry_at timestamp with time zone not null,
  constraint google_faults_pkey PRIMARY KEY (customer_id, configuration_id),
  constraint google_faults_kind_check CHECK ((kind = ANY (ARRAY['stopped'::text, 'backingOff'::text])))
);

create table google_nonces (
  customer_id text not null,
  issuer_id text not null,
  nonce text not null,
  at timestamp with time zone not null,
  constraint google_nonces_pkey PRIMARY KEY (customer_id, issuer_id, nonce)
);
CREATE INDEX google_nonces_at ON public.google_nonces USING btree (at);

create table google_objects (
  customer_id text not null,
  pass_id text not null,
  campaign_id text not null,
  configuration_id text not null,
  object_id text not null,
  priority smallint not null,
  wanted_number bigint not null,
  due_at timestamp with time zone,
  failures smallint not null default 0,
  outcome text,
  answer text,
  answered_at timestamp with time zone,
  sent_number bigint,
  sent_at timestamp with time zone,
  digest bytea,
  announced jsonb,
  notified_at timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  opened_at timestamp with time zone not null,
  saved_at timestamp with time zone,
  removed_at timestamp with time zone,
  checks smallint not null default 0,
  check_at timestamp with time zone,
  constraint google_objects_pkey PRIMARY KEY (customer_id, pass_id),
  constraint google_objects_customer_id_configuration_id_fkey FOREIGN KEY (customer_id, configuration_id) REFERENCES wallet_configurations(customer_id, id),
  constraint google_objects_customer_id_pass_id_fkey FOREIGN KEY (customer_id, pass_id) REFERENCES passes(customer_id, id)
) with (fillfactor=70);
CREATE INDEX google_objects_campaign ON public.google_objects USING btree (customer_id, campaign_id, pass_id);
CREATE INDEX google_objects_check ON public.google_objects USING btree (customer_id, configuration_id, check_at) WHERE (check_at IS NOT NULL);
CREATE INDEX google_objects_due ON public.google_objects USING btree (customer_id, configuration_id, priority, due_at) WHERE (due_at IS NOT NULL);
CREATE UNIQUE INDEX google_objects_object ON public.google_objects USING btree (customer_id, object_id);

create table google_walks (
  customer_id text not null,
  campaign_id text not null,
  number bigint not null,
  after_pass text not null default ''::text,
  constraint google_walks_pkey PRIMARY KEY (customer_id, campaign_id)
) with (fillfactor=50);

create table keys (
  id text not null,
  purpose text not null,
  customer_id text,
  scope text not null default ''::text,
  wrapped bytea not null,
  state text not null default 'active'::text,
  accepted_until timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint keys_pkey PRIMARY KEY (id),
  constraint keys_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id),
  constraint keys_state_check CHECK ((state = ANY (ARRAY['active'::text, 'rotated'::text, 'leaked'::text])))
);
CREATE UNIQUE INDEX keys_active ON public.keys USING btree (customer_id, purpose, scope) NULLS NOT DISTINCT WHERE (state = 'active'::text);

create table log (
  customer_id text not null,
  number bigint not null,
  id text not null,
  type text not null,
  pass_id text,
  campaign_id text,
  at timestamp with time zone not null,
  visible boolean not null,
  data jsonb not null,
  sealed bytea,
  audit_hash bytea,
  constraint log_pkey PRIMARY KEY (customer_id, number)
);
CREATE INDEX log_campaign ON public.log USING btree (customer_id, campaign_id, number) WHERE (pass_id IS NULL);
CREATE INDEX log_pass ON public.log USING btree (customer_id, pass_id, number) WHERE (pass_id IS NOT NULL);

create table log_counters (
  customer_id text not null,
  last_number bigint not null default 0,
  greatest_stamp timestamp with time zone not null default '1970-01-01 00:00:00+00'::timestamp with time zone,
  audit_hash bytea not null default '\x'::bytea,
  constraint log_counters_pkey PRIMARY KEY (customer_id),
  constraint log_counters_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
) with (fillfactor=50);

create table log_cursors (
  customer_id text not null,
  name text not null,
  number bigint not null default 0,
  constraint log_cursors_pkey PRIMARY KEY (customer_id, name),
  constraint log_cursors_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
) with (fillfactor=50);

create table log_unnumbered (
  customer_id text not null,
  seq bigint not null generated always as identity,
  id text not null,
  type text not null,
  pass_id text,
  campaign_id text,
  at timestamp with time zone not null,
  visible boolean not null,
  revision integer,
  audit boolean not null,
  data jsonb not null,
  sealed bytea,
  constraint log_unnumbered_pkey PRIMARY KEY (customer_id, seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000);
CREATE INDEX log_unnumbered_pass ON public.log_unnumbered USING btree (pass_id, customer_id);

create table passes (
  customer_id text not null,
  id text not null,
  campaign_id text not null,
  contact_id text not null,
  pass_type_id text not null,
  serial text not null,
  tokens jsonb not null default '{}'::jsonb,
  sealed_tokens bytea,
  api_tokens text[] not null default '{}'::text[],
  link_issued_at timestamp with time zone,
  first_installed_at timestamp with time zone,
  voided_at timestamp with time zone,
  restored_from timestamp with time zone,
  restored_at timestamp with time zone,
  version bigint not null default 0,
  modified_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  enrolled_at timestamp with time zone,
  enrolment_digest bytea,
  constraint passes_pkey PRIMARY KEY (customer_id, id),
  constraint passes_customer_id_campaign_id_fkey FOREIGN KEY (customer_id, campaign_id) REFERENCES campaigns(customer_id, id),
  constraint passes_customer_id_contact_id_fkey FOREIGN KEY (customer_id, contact_id) REFERENCES contacts(customer_id, id)
) with (fillfactor=80);
CREATE UNIQUE INDEX passes_recipient ON public.passes USING btree (customer_id, campaign_id, contact_id);
CREATE UNIQUE INDEX passes_serial ON public.passes USING btree (customer_id, pass_type_id, serial);

create table push_faults (
  pass_type_id text not null,
  customer_id text not null,
  reason text not null,
  explanation text not null,
  since timestamp with time zone not null,
  retry_at timestamp with time zone not null,
  constraint push_faults_pkey PRIMARY KEY (pass_type_id),
  constraint push_faults_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
);

create table push_targets (
  customer_id text not null,
  device_id text not null,
  pass_type_id text not null,
  wanted_number bigint not null,
  due_at timestamp with time zone,
  pushed_at timestamp with time zone,
  pushed_number bigint,
  outcome text,
  failures smallint not null default 0,
  repeats smallint not null default 0,
  check_at timestamp with time zone,
  constraint push_targets_pkey PRIMARY KEY (customer_id, device_id, pass_type_id)
) with (fillfactor=70);
CREATE INDEX push_targets_check ON public.push_targets USING btree (check_at) WHERE (check_at IS NOT NULL);
CREATE INDEX push_targets_due ON public.push_targets USING btree (due_at) WHERE (due_at IS NOT NULL);

create table push_walk_pages (
  customer_id text not null,
  campaign_id text not null,
  number bigint not null,
  round smallint not null,
  first_device text not null,
  last_device text not null,
  lease_until timestamp with time zone,
  pushed_at timestamp with time zone,
  delivered integer not null default 0,
  failed integer not null default 0,
  constraint push_walk_pages_pkey PRIMARY KEY (customer_id, campaign_id, number, round, first_device),
  constraint push_walk_pages_customer_id_campaign_id_number_round_fkey FOREIGN KEY (customer_id, campaign_id, number, round) REFERENCES push_walks(customer_id, campaign_id, number, round) ON DELETE CASCADE
) with (fillfactor=70);
CREATE INDEX push_walk_pages_lease ON public.push_walk_pages USING btree (lease_until) WHERE (lease_until IS NOT NULL);

create table push_walks (
  customer_id text not null,
  campaign_id text not null,
  number bigint not null,
  round smallint not null,
  pass_type_id text not null,
  after_device text not null default ''::text,
  read_all boolean not null default false,
  due_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint push_walks_pkey PRIMARY KEY (customer_id, campaign_id, number, round)
) with (fillfactor=70);
CREATE INDEX push_walks_due ON public.push_walks USING btree (due_at) WHERE (due_at IS NOT NULL);

create table registrations (
  customer_id text not null,
  device_id text not null,
  pass_type_id text not null,
  pass_id text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone not null,
  listed_number bigint,
  listed_at timestamp with time zone,
  fetched_version bigint,
  fetched_at timestamp with time zone,
  fetched_how text,
  campaign_id text not null,
  constraint registrations_pkey PRIMARY KEY (customer_id, device_id, pass_type_id, pass_id),
  constraint registrations_customer_id_device_id_fkey FOREIGN KEY (customer_id, device_id) REFERENCES devices(customer_id, id),
  constraint registrations_customer_id_pass_id_fkey FOREIGN KEY (customer_id, pass_id) REFERENCES passes(customer_id, id),
  constraint registrations_fetched_how_check CHECK ((fetched_how = ANY (ARRAY['certain'::text, 'inferred'::text, 'unknown'::text])))
) with (fillfactor=80);
CREATE INDEX registrations_campaign ON public.registrations USING btree (customer_id, campaign_id, device_id);
CREATE INDEX registrations_pass ON public.registrations USING btree (customer_id, pass_id);

create table revisions (
  customer_id text not null,
  campaign_id text not null,
  number integer not null,
  source jsonb not null,
  published_at timestamp with time zone not null,
  constraint revisions_pkey PRIMARY KEY (customer_id, campaign_id, number),
  constraint revisions_customer_id_campaign_id_fkey FOREIGN KEY (customer_id, campaign_id) REFERENCES campaigns(customer_id, id)
);

create table short_links (
  code text not null,
  customer_id text not null,
  token text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint short_links_pkey PRIMARY KEY (code),
  constraint short_links_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id)
);

create table wallet_configurations (
  customer_id text not null,
  id text not null,
  wallet text not null,
  name text not null,
  pass_type_id text,
  team_id text,
  organization_name text,
  sealed bytea not null,
  certificate_not_after timestamp with time zone,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  issuer_id text,
  service_account_email text,
  checked_at timestamp with time zone,
  finding text,
  constraint wallet_configurations_pkey PRIMARY KEY (customer_id, id),
  constraint wallet_configurations_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers(id),
  constraint wallet_configurations_wallet_check CHECK (
CASE wallet
    WHEN 'apple'::text THEN ((num_nulls(pass_type_id, team_id, certificate_not_after) = 0) AND (num_nonnulls(issuer_id, service_account_email, checked_at, finding) = 0))
    WHEN 'google'::text THEN ((num_nulls(issuer_id, service_account_email) = 0) AND (num_nonnulls(pass_type_id, team_id, certificate_not_after) = 0))
    ELSE false
END)
);
CREATE UNIQUE INDEX wallet_configurations_issuer ON public.wallet_configurations USING btree (issuer_id);
CREATE UNIQUE INDEX wallet_configurations_pass_type ON public.wallet_configurations USING btree (pass_type_id);
