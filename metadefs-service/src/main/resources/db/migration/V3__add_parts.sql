-- An instance of the version before reads over the parts and leaves them alone; what it creates has
-- none. The type json keeps the order in which a client said something.
ALTER TABLE namespaces
    ADD COLUMN properties     json          NOT NULL DEFAULT '[]',
    ADD COLUMN objects        json          NOT NULL DEFAULT '[]',
    ADD COLUMN tags           json          NOT NULL DEFAULT '[]',
    ADD COLUMN associations   json          NOT NULL DEFAULT '[]',
    -- The names of the associations.
    ADD COLUMN resource_types varchar(80)[] NOT NULL DEFAULT '{}';

CREATE TABLE resource_types (
    name       varchar(80) PRIMARY KEY,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
