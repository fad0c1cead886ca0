-- The data of an image may be copied to other stores.
-- The task that does so, the stores that it has still to do, and those it failed in.
alter table images add column copying jsonb;

alter table import_tasks
  add column copy_to jsonb,
  drop constraint import_tasks_one_source,
  add constraint import_tasks_one_source check (num_nonnulls(source, remote, copy_to) = 1);

-- Each copy counts, also one that is still to come.
create function image_usage(
    status text, upload_id uuid, reserved bigint, data jsonb, copying jsonb)
  returns table (bytes bigint, staged_bytes bigint, uploads bigint)
  language sql immutable as $$
    select
      case
        when status in ('active', 'deactivated') then
          coalesce((data->>'size')::bigint, 0) * (
            1 + coalesce(jsonb_array_length(data->'copies'), 0)
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
      from added, image_usage(status, upload_id, reserved, data, copying) u);
  elsif tg_op = 'DELETE' then
    changes := array(
      select (owner, -1, -u.bytes, -u.staged_bytes, -u.uploads)::project_usage
      from removed, image_usage(status, upload_id, reserved, data, copying) u);
  else
    changes := array(
      select (owner, 1, u.bytes, u.staged_bytes, u.uploads)::project_usage
      from added, image_usage(status, upload_id, reserved, data, copying) u
      union all
      select (owner, -1, -u.bytes, -u.staged_bytes, -u.uploads)::project_usage
      from removed, image_usage(status, upload_id, reserved, data, copying) u);
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

drop function image_usage(text, uuid, bigint, jsonb);
