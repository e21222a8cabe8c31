-- When a pass's holder enrolled, and the SHA-256 of the token that was signed for it: that one may be signed again, no other.
alter table passes
  add column enrolled_at timestamptz,
  add column enrolment_digest bytea;
