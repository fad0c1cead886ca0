-- The predefined namespaces that were loaded here, whatever has become of them since.
CREATE TABLE predefined_namespaces (
    namespace varchar(80) PRIMARY KEY,
    -- the newest version of the predefined that it was compared with
    version   integer     NOT NULL,
    -- of what was loaded
    digest    text        NOT NULL
);
