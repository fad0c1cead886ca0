-- What an import has found out about its image's disk beside the bytes: the image gets it with them.
alter table import_tasks add column found jsonb;
