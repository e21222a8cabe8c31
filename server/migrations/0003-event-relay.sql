-- How far each follower of the log has come. The row's lock is its claim: whoever holds it follows for this customer.
create table if not exists log_cursors (
  customer_id text not null,
  name text not null,
  number bigint not null,
  primary key (customer_id, name)
);
