-- Deleted images that can still be restored: whole rows, out of the way of every other query.
-- A migration that gives images a column that must not be null gives it to these documents, too.
create table deleted_images (
  id        uuid primary key,
  purge_at  timestamptz not null,
  image     jsonb not null,
  members   jsonb not null,
  -- the object that is released when the time is over; as images.data
  data      jsonb
);

create index deleted_images_due on deleted_images (purge_at);

-- Tasks that have ended go some time later.
create index import_tasks_ended on import_tasks (updated_at) where due_at is null;
