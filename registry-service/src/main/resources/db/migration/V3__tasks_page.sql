-- A page of all tasks, newest first, costs the same however many there are.
create index import_tasks_page on import_tasks (created_at desc, id desc);
