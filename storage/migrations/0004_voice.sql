-- One voice: what people set for themselves, and what is to reach them unasked.

-- `quiet`: '' for the usual hours, 'off', or the hours in which Houston may speak ('09:00-17:00'). `home`: a
-- fingerprint of the home tab as it was painted last; null while it was never opened.
create table person_setting (
  workspace {text} not null,
  person {text} not null,
  quiet {text} not null default '',
  home {text},
  primary key (workspace, person)
) {strict};

-- The message with which somebody was last asked something unasked.
create table spoken (
  workspace {text} not null,
  person {text} not null,
  message {int64} not null references outbox (id),
  at {int64} not null,
  primary key (workspace, person)
) {strict};

-- What such a message is made of: one section a ritual, so that each can change without the others.
create table bundle_section (
  message {int64} not null references outbox (id),
  section {text} not null,
  workspace {text} not null,
  person {text} not null,
  place {int64} not null,
  body {text} not null,
  at {int64} not null,
  primary key (message, section)
) {strict};
create index bundle_section_person on bundle_section (workspace, person);
create index bundle_section_at on bundle_section (at);

-- What waits for the end of somebody's quiet hours.
create table held_note (
  id {id},
  workspace {text} not null,
  person {text} not null,
  body {text} not null,
  due {int64} not null,
  until {int64}
) {strict};
create index held_note_person on held_note (workspace, person);
