-- The catalogue: one row per live image; its custom properties in one indexed column.
create table images (
  id               uuid primary key,
  version          bigint not null,
  owner            text not null,
  name             text,
  status           text not null,
  visibility       text not null,
  disk_format      text,
  container_format text,
  min_disk         integer not null,
  min_ram          integer not null,
  protected        boolean not null,
  os_hidden        boolean not null,
  tags             text[] not null,
  properties       jsonb not null,
  -- the upload in flight, with its lease
  upload_id         uuid,
  upload_store      text,
  upload_key        text,
  upload_expires_at timestamptz,
  -- the object behind an active image; while uploading or importing, the staged one
  data             jsonb,
  task_id          uuid,
  created_at       timestamptz not null,
  updated_at       timestamptz not null
);

create index images_page on images (created_at desc, id desc);
create index images_owner on images (owner, created_at desc, id desc);
create index images_public on images (visibility, created_at desc, id desc) where visibility in ('public', 'community');
create index images_properties on images using gin (properties jsonb_path_ops);
create index images_tags on images using gin (tags);
create index images_upload_leases on images (upload_expires_at) where upload_expires_at is not null;

-- An id is never used twice.
create table image_tombstones (
  id         uuid primary key,
  deleted_at timestamptz not null
);

create table import_tasks (
  id               uuid primary key,
  image_id         uuid not null,
  owner            text not null,
  user_id          text not null,
  request_id       text not null,
  status           text not null,
  attempt          integer not null,
  run_id           uuid,
  -- when the run's lease ends, or when a waiting task is offered again
  due_at           timestamptz,
  phase            text,
  done_bytes       bigint not null,
  total_bytes      bigint not null,
  message          text not null,
  declared_format  text not null,
  output_format    text,
  source           jsonb not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null
);

create index import_tasks_image on import_tasks (image_id, created_at);
create index import_tasks_due on import_tasks (due_at) where due_at is not null;

-- Facts that are committed and not yet on Kafka, in the order of their ids.
create table outbox (
  id         bigint generated always as identity primary key,
  event_id   uuid not null,
  topic      text not null,
  type       text not null,
  subject    uuid not null,
  payload    bytea not null,
  request_id text,
  time       timestamptz not null,
  -- Kafka can never take it; it waits for a person
  parked     boolean not null
);

create index outbox_waiting on outbox (id) where not parked;
