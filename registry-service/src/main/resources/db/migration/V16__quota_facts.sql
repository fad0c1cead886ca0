-- A change of what a project uses is a fact, too, told where it is counted: whoever writes images,
-- an instance of the version before included, cannot forget it, and it costs no round trip.

-- Whose doing the transaction is, for what else it tells: the facts of the service say so.
create function remember_cause() returns trigger language plpgsql as $$
begin
  perform
    set_config('vitrine.request_id', coalesce(new.request_id, ''), true),
    set_config('vitrine.user_id', coalesce(new.user_id, ''), true),
    set_config('vitrine.project_id', coalesce(new.project_id, ''), true);
  return null;
end
$$;

create function remembered_cause(part text) returns text language sql stable as $$
  select nullif(current_setting('vitrine.' || part, true), '')
$$;

create trigger outbox_cause after insert on outbox
  for each row execute function remember_cause();

create function usage_json(images bigint, bytes bigint, staged_bytes bigint, uploads bigint)
  returns json language sql immutable as $$
    select row_to_json(counts) from (select
      coalesce(images, 0) as images, coalesce(bytes, 0) as bytes,
      coalesce(staged_bytes, 0) as staged_bytes, coalesce(uploads, 0) as uploads) counts
  $$;

-- The row of the usage is locked until the transaction ends, so the places that a project's facts
-- have in the outbox are in the order of its changes; they are their versions, too.
create function tell_usage() returns trigger language plpgsql as $$
declare
  place bigint := nextval(pg_get_serial_sequence('outbox', 'id'));
  fact text := (
    select row_to_json(told) from (select
      new.project as project_id,
      place as version,
      usage_json(new.images, new.bytes, new.staged_bytes, new.uploads) as usage,
      usage_json(old.images, old.bytes, old.staged_bytes, old.uploads) as before) told);
begin
  insert into outbox (
    id, event_id, topic, type, subject, key, payload, request_id, user_id, project_id, time, parked)
  overriding system value
  values (
    place, gen_random_uuid(), 'vitrine.quotas', 'io.vitrine.quota.usage-changed.v1',
    md5(new.project)::uuid, new.project, convert_to(fact, 'UTF8'),
    remembered_cause('request_id'), remembered_cause('user_id'), remembered_cause('project_id'),
    clock_timestamp(), false);
  return null;
end
$$;

-- At the transaction's end, when the fact that brings the cause is there.
create constraint trigger usage_added after insert on project_usage
  deferrable initially deferred
  for each row
  when (new.images <> 0 or new.bytes <> 0 or new.staged_bytes <> 0 or new.uploads <> 0)
  execute function tell_usage();
create constraint trigger usage_changed after update on project_usage
  deferrable initially deferred
  for each row
  when (old.* is distinct from new.*)
  execute function tell_usage();
