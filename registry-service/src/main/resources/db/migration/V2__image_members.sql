-- The projects that an image is shared with, and what each said to it.
create table image_members (
  image_id   uuid not null references images on delete cascade,
  member_id  text not null,
  status     text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (image_id, member_id)
);

create index image_members_project on image_members (member_id, status);
