-- An import begins with staged bytes, or with a URL that a worker fetches.
alter table import_tasks
  add column type text not null default 'api_image_import',
  add column remote jsonb,
  alter column source drop not null,
  add constraint import_tasks_one_source check ((source is null) <> (remote is null));
