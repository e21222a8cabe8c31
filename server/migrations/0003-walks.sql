-- A walk reads the devices of one campaign in their order. Through the passes, a page of a small campaign would cost a
-- look at every registration of its pass type. A pass never changes its campaign.
alter table registrations add column campaign_id text;
update registrations r set campaign_id = p.campaign_id
  from passes p where p.customer_id = r.customer_id and p.id = r.pass_id;
alter table registrations alter column campaign_id set not null;
create index registrations_campaign on registrations (customer_id, campaign_id, device_id);
