-- What a caller sees of the catalogue is a union of sets: his own images, public ones, and so on.
-- Every set has its own index for each of the usual orders, so that a page of a list is read from
-- its place in the order, however large the catalogue is. The expressions are those of Columns.java.
drop index images_page;
drop index images_owner;
drop index images_public;

create index images_owner_created on images (owner, os_hidden, created_at, id);
create index images_owner_updated on images (owner, os_hidden, updated_at, created_at, id);
create index images_owner_name
  on images (owner, os_hidden, (coalesce(name, '') collate "C"), created_at, id);
create index images_visibility_created on images (visibility, os_hidden, created_at, id);
create index images_visibility_updated on images (visibility, os_hidden, updated_at, created_at, id);
create index images_visibility_name
  on images (visibility, os_hidden, (coalesce(name, '') collate "C"), created_at, id);

-- The same bytes are looked for by their digests.
create index images_checksum on images ((data->>'checksum')) where data is not null;
create index images_hash on images ((data->>'os_hash_value')) where data is not null;

-- Text search in names goes through every visible name where the server lacks this extension or the
-- database's owner may not add it: slower, not wrong.
do $$
begin
  create extension if not exists pg_trgm;
  create index images_name_text on images using gin (lower(name collate "und-x-icu") gin_trgm_ops);
exception
  when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
    raise notice 'no index for text search in names: %', sqlerrm;
end
$$;
