-- A walk reads the devices of one campaign in their order. Through the passes, a page of a small campaign would cost a
-- look at every registration of its pass type. A pass never changes its campaign.
alter table registrations add column campaign_id text;
update registrations r set campaign_id = p.campaign_id
  from passes p where p.customer_id = r.customer_id and p.id = r.pass_id;
alter table registrations alter column campaign_id set not null;
create index registrations_campaign on registrations (customer_id, campaign_id, device_id);

-- In the order of the walk, push tokens lie apart in the table but side by side in this index.
alter table registrations drop constraint registrations_customer_id_device_id_fkey;
alter table devices drop constraint devices_pkey;
alter table devices add primary key (customer_id, id) include (push_token);
alter table registrations add foreign key (customer_id, device_id) references devices (customer_id, id);
