-- In the registry's restored database, before the registry starts, where the restore has lost
-- changes that facts have told: versions go on above all that was told, so that nobody takes what
-- happens next for old news (docs/operations.md).
begin;
update images set version = version + 1000000;
update deleted_images
  set image = jsonb_set(image, '{version}', to_jsonb((image ->> 'version')::bigint + 1000000));
-- The places of facts in the outbox are the versions of a project's usage.
select setval(
  pg_get_serial_sequence('outbox', 'id'),
  nextval(pg_get_serial_sequence('outbox', 'id')) + 1000000);
commit;
