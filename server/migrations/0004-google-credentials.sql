-- A wallet configuration is of one wallet and has that wallet's columns. An issuer id, like a pass type, belongs to one
-- customer of an installation: Google's callbacks and answers name no customer of ours.
alter table wallet_configurations
  drop constraint wallet_configurations_wallet_check,
  alter column pass_type_id drop not null,
  alter column team_id drop not null,
  alter column certificate_not_after drop not null,
  add column issuer_id text,
  add column service_account_email text,
  -- When Google last judged the credentials, and what it found wrong with them.
  add column checked_at timestamptz,
  add column finding text,
  add constraint wallet_configurations_wallet_check check (
    case wallet
      when 'apple' then
        num_nulls(pass_type_id, team_id, certificate_not_after) = 0
        and num_nonnulls(issuer_id, service_account_email, checked_at, finding) = 0
      when 'google' then
        num_nulls(issuer_id, service_account_email) = 0
        and num_nonnulls(pass_type_id, team_id, certificate_not_after) = 0
      else false
    end
  );
create unique index wallet_configurations_issuer on wallet_configurations (issuer_id);

-- Google's part of a campaign is optional and may come later. Personal values reach a link to Google only if the
-- campaign says so.
alter table campaigns
  add column google_configuration_id text,
  add column google_personal_in_links boolean not null default false,
  add foreign key (customer_id, google_configuration_id) references wallet_configurations (customer_id, id);
