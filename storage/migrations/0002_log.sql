-- The log: wins, kudos, celebrations, milestones, birthdays; and reactions as something to be said.

-- A new action. PostgreSQL replaces the check; SQLite cannot, so that the table is made anew. Keys that point to it are
-- looked at when the transaction ends; the indexes on them keep its rows from being searched for one by one.
{only_postgresql}
alter table outbox drop constraint outbox_action_check;
alter table outbox add constraint outbox_action_check
  check (action in ('post', 'update', 'remove', 'home', 'react'));
{end_postgresql}
{only_sqlite}
pragma defer_foreign_keys = on;
create index occurrence_head on occurrence (head);
create index participant_prompt on participant (prompt);
create index response_published on response (published);
create table outbox_before as select * from outbox;
drop table outbox;
create table outbox (
  id {id},
  workspace {text} not null,
  place_kind {text} not null check (place_kind in ('room', 'person')),
  place {text} not null,
  thread {int64} references outbox (id),
  action {text} not null check (action in ('post', 'update', 'remove', 'home', 'react')),
  target {int64} references outbox (id),
  body {text} not null,
  delivery {text} not null default 'ready' check (delivery in ('ready', 'sending', 'sent', 'failed')),
  created {int64} not null,
  not_before {int64} not null,
  attempts {int64} not null default 0 check (attempts >= 0),
  sending_since {int64},
  owner {text},
  lease_until {int64},
  receipt_room {text},
  receipt_message {text},
  error {text} not null default '',
  finished {int64},
  check ((action in ('update', 'remove')) = (target is not null)),
  check ((delivery in ('sent', 'failed')) = (finished is not null)),
  check (delivery <> 'sending' or sending_since is not null),
  check ((owner is null) = (lease_until is null)),
  check (owner is null or delivery = 'sending'),
  check ((receipt_room is null) = (receipt_message is null)),
  check (receipt_room is null or (action = 'post' and delivery = 'sent'))
) {strict};
create index outbox_thread_now on outbox (thread);
create index outbox_target_now on outbox (target);
insert into outbox (id, workspace, place_kind, place, thread, action, target, body, delivery, created, not_before,
    attempts, sending_since, owner, lease_until, receipt_room, receipt_message, error, finished)
  select id, workspace, place_kind, place, thread, action, target, body, delivery, created, not_before,
    attempts, sending_since, owner, lease_until, receipt_room, receipt_message, error, finished
  from outbox_before order by id;
drop table outbox_before;
drop index outbox_thread_now;
drop index outbox_target_now;
drop index occurrence_head;
drop index participant_prompt;
drop index response_published;
create index outbox_unfinished on outbox (workspace, place_kind, place, id) where finished is null;
create unique index outbox_in_flight on outbox (workspace, place_kind, place) where delivery = 'sending';
create unique index outbox_receipt on outbox (workspace, receipt_room, receipt_message)
  where receipt_message is not null;
create index outbox_target on outbox (target) where target is not null and finished is null;
create index outbox_bodies on outbox (finished) where finished is not null and body <> '';
{end_sqlite}

-- Something good that happened, put down at any time.
create table entry (
  id {id},
  team {text} not null,
  kind {text} not null check (kind in ('win', 'kudos', 'celebration')),
  author {text} not null,
  whole_team {int64} not null check (whole_team in (0, 1)),
  body {text} not null,
  url {text} not null,
  source {text},
  logged {int64} not null,
  changed {int64} not null,
  withdrawn {int64},
  withdrawn_by {text} not null default '',
  published {int64} references outbox (id)
) {strict};
-- The same message (or delivery of a machine) twice is one entry.
create unique index entry_source on entry (team, source) where source is not null;
create index entry_logged on entry (team, logged, id);

-- Whose win it is; who is thanked. `place` keeps the order in which they were named.
create table entry_person (
  entry {int64} not null references entry (id) on delete cascade,
  person {text} not null,
  place {int64} not null,
  primary key (entry, person)
) {strict};
create index entry_person_person on entry_person (person, entry);

create table milestone (
  id {id},
  team {text} not null,
  number {int64} not null,
  title {text} not null,
  criterion {text} not null,
  due {text} not null,
  owner {text} not null,
  set_by {text} not null,
  set_at {int64} not null,
  state {text} not null check (state in ('open', 'reached', 'dropped')),
  standing {text} not null check (standing in ('unknown', 'on_track', 'at_risk')),
  standing_at {int64},
  ended {int64},
  ended_by {text} not null,
  published {int64} references outbox (id),
  unique (team, number),
  check ((state = 'open') = (ended is null))
) {strict};
create index milestone_open on milestone (team, due) where state = 'open';

-- Who contributed to one that was reached.
create table milestone_person (
  milestone {int64} not null references milestone (id) on delete cascade,
  person {text} not null,
  place {int64} not null,
  primary key (milestone, person)
) {strict};

create table milestone_move (
  id {id},
  milestone {int64} not null references milestone (id) on delete cascade,
  from_day {text} not null,
  to_day {text} not null,
  why {text} not null,
  moved_by {text} not null,
  at {int64} not null
) {strict};
create index milestone_move_milestone on milestone_move (milestone, id);

-- Opted in by the person; no year is kept.
create table yearly_day (
  workspace {text} not null,
  person {text} not null,
  kind {text} not null check (kind in ('birthday', 'anniversary')),
  month {int64} not null check (month between 1 and 12),
  day {int64} not null check (day between 1 and 31),
  primary key (workspace, person, kind)
) {strict};
