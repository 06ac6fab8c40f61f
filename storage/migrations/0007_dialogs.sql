-- Questions that are open. What was asked first waits below what was asked later.

alter table dialog rename to dialog_before;

-- `rank`: the highest of a person's is the question that their next message answers. `touched`: when it last
-- came a step further.
create table dialog (
  id {id},
  workspace {text} not null,
  person {text} not null,
  kind {text} not null,
  subject {text} not null,
  question {int64} not null check (question >= 0),
  rank {int64} not null,
  touched {int64} not null
) {strict};
create index dialog_rank on dialog (workspace, person, rank);

insert into dialog (workspace, person, kind, subject, question, rank, touched)
  select workspace, person, kind, subject, question, 1, 0 from dialog_before;
drop table dialog_before;

-- A form that is filled in step by step, as JSON.
create table open_form (
  dialog {int64} not null primary key references dialog (id) on delete cascade,
  form {text} not null
) {strict};

-- What was answered so far. `settled`: 0 while it is to be asked (again). `room`, `message`: what said it, ''
-- for nothing. Rows go with the form.
create table open_form_answer (
  dialog {int64} not null references open_form (dialog) on delete cascade,
  field {text} not null,
  value {text} not null,
  settled {int64} not null check (settled in (0, 1)),
  room {text} not null,
  message {text} not null,
  primary key (dialog, field)
) {strict};
create index open_form_answer_message on open_form_answer (room, message) where message <> '';
