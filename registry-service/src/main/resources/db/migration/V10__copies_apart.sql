-- Where else an image's bytes lie is said beside its data, not in it: an older instance that runs
-- beside the new ones reads the data, and what it writes does not touch a column it does not know.
-- The first place stays in the data, so that it always finds the bytes.
-- Rows whose data still has copies keep them there until they are next written: moving all of them
-- here would hold up everybody for as long as it takes.

alter table images add column copies jsonb;

create function copies_of(data jsonb, copies jsonb) returns jsonb
  language sql immutable as $$
    select coalesce(data->'copies', '[]') || coalesce(copies->'places', '[]')
  $$;

-- As before, with the copies from both places.
create function image_usage(
    status text, upload_id uuid, reserved bigint, data jsonb, copies jsonb, copying jsonb)
  returns table (bytes bigint, staged_bytes bigint, uploads bigint)
  language sql immutable as $$
    select
      case
        when status in ('active', 'deactivated') then
          coalesce((data->>'size')::bigint, 0) * (
            1 + jsonb_array_length(copies_of(data, copies))
            + coalesce(jsonb_array_length(copying->'pending'), 0))
        when status in ('saving', 'importing') then reserved
        else 0
      end,
      case
        when status = 'uploading' and upload_id is not null then reserved
        when status in ('uploading', 'importing') then coalesce((data->>'size')::bigint, 0)
        else 0
      end,
      case
        when status in ('saving', 'uploading', 'importing')
          or jsonb_array_length(copying->'pending') > 0 then 1
        else 0
      end::bigint
  $$;

create or replace function count_usage() returns trigger language plpgsql as $$
declare
  changes project_usage[];
begin
  -- One branch for each operation: each sees other transition tables.
  if tg_op = 'INSERT' then
    changes := array(
      select (owner, 1, u.bytes, u.staged_bytes, u.uploads)::project_usage
      from added, image_usage(status, upload_id, reserved, data, copies, copying) u);
  elsif tg_op = 'DELETE' then
    changes := array(
      select (owner, -1, -u.bytes, -u.staged_bytes, -u.uploads)::project_usage
      from removed, image_usage(status, upload_id, reserved, data, copies, copying) u);
  else
    changes := array(
      select (owner, 1, u.bytes, u.staged_bytes, u.uploads)::project_usage
      from added, image_usage(status, upload_id, reserved, data, copies, copying) u
      union all
      select (owner, -1, -u.bytes, -u.staged_bytes, -u.uploads)::project_usage
      from removed, image_usage(status, upload_id, reserved, data, copies, copying) u);
  end if;
  insert into project_usage as used
    select project, sum(images), sum(bytes), sum(staged_bytes), sum(uploads)
    from unnest(changes)
    group by project
    having sum(images) <> 0 or sum(bytes) <> 0 or sum(staged_bytes) <> 0 or sum(uploads) <> 0
    -- Everybody takes the rows in this order, so nobody waits in a circle.
    order by project
  on conflict (project) do update set
    images = used.images + excluded.images,
    bytes = used.bytes + excluded.bytes,
    staged_bytes = used.staged_bytes + excluded.staged_bytes,
    uploads = used.uploads + excluded.uploads;
  return null;
end
$$;

drop function image_usage(text, uuid, bigint, jsonb, jsonb);
