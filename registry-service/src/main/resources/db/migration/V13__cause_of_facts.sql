-- Who is behind a fact, and subjects that are no UUIDs; null where an instance of the version before wrote it.
alter table outbox
  add column key text,
  add column user_id text,
  add column project_id text;
