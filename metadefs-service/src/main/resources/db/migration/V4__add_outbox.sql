-- Facts that are committed and not yet on Kafka, in the order of their ids.
CREATE TABLE outbox (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   uuid        NOT NULL,
    topic      text        NOT NULL,
    type       text        NOT NULL,
    subject    uuid        NOT NULL,
    payload    bytea       NOT NULL,
    request_id text,
    time       timestamptz NOT NULL,
    -- Kafka can never take it; it waits for a person
    parked     boolean     NOT NULL
);

CREATE INDEX outbox_waiting ON outbox (id) WHERE NOT parked;
