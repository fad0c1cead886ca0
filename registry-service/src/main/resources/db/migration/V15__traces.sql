-- Where the request behind it is in a trace; null where it is in none.
alter table import_tasks add column traceparent text;
alter table outbox add column traceparent text;
