-- An upload may come in several requests, with pauses; its client has announced how long it is.
-- Both are null without an upload, so the documents of deleted images need neither.
alter table images
  add column upload_resumable boolean,
  add column upload_size bigint;
