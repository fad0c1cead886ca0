-- As registry.sql, in the database of metadefs.
update namespaces set version = version + 1000000;
