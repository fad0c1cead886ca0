-- What each project uses, counted as images change: a quota is checked against one row, whatever
-- the size of the catalogue. A trigger counts, so that whoever writes images is counted: two
-- versions of the service side by side, and loads by SQL.

-- Bytes set aside for what is being received or imported: they count as used until it ends.
alter table images add column reserved bigint not null default 0;

create table project_usage (
  project      text primary key,
  images       bigint not null default 0,
  bytes        bigint not null default 0,
  staged_bytes bigint not null default 0,
  uploads      bigint not null default 0
);

create function image_usage(status text, upload_id uuid, reserved bigint, data jsonb)
  returns table (bytes bigint, staged_bytes bigint, uploads bigint)
  language sql immutable as $$
    select
      case
        when status in ('active', 'deactivated') then coalesce((data->>'size')::bigint, 0)
        when status in ('saving', 'importing') then reserved
        else 0
      end,
      case
        when status = 'uploading' and upload_id is not null then reserved
        when status in ('uploading', 'importing') then coalesce((data->>'size')::bigint, 0)
        else 0
      end,
      case when status in ('saving', 'uploading', 'importing') then 1 else 0 end::bigint
  $$;

create function count_usage() returns trigger language plpgsql as $$
declare
  changes project_usage[];
begin
  -- One branch for each operation: each sees other transition tables.
  if tg_op = 'INSERT' then
    changes := array(
      select (owner, 1, u.bytes, u.staged_bytes, u.uploads)::project_usage
      from added, image_usage(status, upload_id, reserved, data) u);
  elsif tg_op = 'DELETE' then
    changes := array(
      select (owner, -1, -u.bytes, -u.staged_bytes, -u.uploads)::project_usage
      from removed, image_usage(status, upload_id, reserved, data) u);
  else
    changes := array(
      select (owner, 1, u.bytes, u.staged_bytes, u.uploads)::project_usage
      from added, image_usage(status, upload_id, reserved, data) u
      union all
      select (owner, -1, -u.bytes, -u.staged_bytes, -u.uploads)::project_usage
      from removed, image_usage(status, upload_id, reserved, data) u);
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

insert into project_usage
  select owner, count(*), sum(u.bytes), sum(u.staged_bytes), sum(u.uploads)
  from images, image_usage(status, upload_id, reserved, data) u
  group by owner;

create trigger images_added after insert on images
  referencing new table as added
  for each statement execute function count_usage();
create trigger images_changed after update on images
  referencing old table as removed new table as added
  for each statement execute function count_usage();
create trigger images_removed after delete on images
  referencing old table as removed
  for each statement execute function count_usage();
