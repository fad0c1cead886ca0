CREATE TABLE namespaces (
    id           uuid PRIMARY KEY,
    namespace    varchar(80)  NOT NULL UNIQUE,
    display_name varchar(80),
    description  varchar(500),
    visibility   varchar(16)  NOT NULL CHECK (visibility IN ('public', 'private')),
    protected    boolean      NOT NULL,
    owner        varchar(255) NOT NULL,
    created_at   timestamptz  NOT NULL,
    updated_at   timestamptz  NOT NULL,
    version      bigint       NOT NULL
);

-- A page of the list is read in the order of one of these.
CREATE INDEX namespaces_by_creation ON namespaces (created_at, namespace);
CREATE INDEX namespaces_by_update ON namespaces (updated_at, namespace);
CREATE INDEX namespaces_by_owner ON namespaces (owner, created_at, namespace);
