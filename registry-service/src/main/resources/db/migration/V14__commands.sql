-- Commands from Kafka that were answered: each is done once. No answer is seen only by the transaction that begins it.
create table commands (
  id text primary key,
  type text not null,
  fingerprint text not null,
  answer_type text,
  answer text,
  at timestamptz not null
);

create index commands_at on commands (at);
