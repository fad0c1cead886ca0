-- Where the request behind a fact is in a trace; null where it is in none.
ALTER TABLE outbox ADD COLUMN traceparent text;
