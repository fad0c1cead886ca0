-- Who is behind a fact, and subjects that are no UUIDs; null where an instance of the version before wrote it.
ALTER TABLE outbox
  ADD COLUMN key text,
  ADD COLUMN user_id text,
  ADD COLUMN project_id text;
