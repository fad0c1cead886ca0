-- The result of an import that must get to more stores before the image is used: an object and its
-- copies.
alter table images add column landed jsonb;

alter table import_tasks
  -- How the bytes are asked for, where they go, what becomes of them; null in what an earlier
  -- version made, which had one store and said so with the source.
  add column request jsonb,
  -- Of those that wait, the lowest goes first, unless its project has more at work than another.
  add column rank_at timestamptz not null default now();

create index import_tasks_waiting on import_tasks (rank_at) where status = 'pending';
create index import_tasks_running on import_tasks (owner) where status = 'processing';
