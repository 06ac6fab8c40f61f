-- The first schema. Words in braces are the few things the two engines spell differently (storage/dialect.hpp).
-- Instants are UTC milliseconds, dates ISO text ("2026-11-24"), truths 0 or 1, states words.

-- What this database knows about itself, by name: "installation".
create table setting (
  name {text} not null primary key,
  value {text} not null
) {strict};

-- Platform event ids that were taken: a redelivery finds its key here.
create table inbox (
  workspace {text} not null,
  key {text} not null,
  taken {int64} not null,
  primary key (workspace, key)
) {strict};
create index inbox_taken on inbox (taken);

create table timer (
  kind {text} not null,
  subject {text} not null,
  due {int64} not null,
  primary key (kind, subject)
) {strict};
create index timer_due on timer (due, kind, subject);

-- What is said. A row is unfinished (ready, sending) while `finished` is null.
create table outbox (
  id {id},
  workspace {text} not null,
  place_kind {text} not null check (place_kind in ('room', 'person')),
  place {text} not null,
  thread {int64} references outbox (id),
  action {text} not null check (action in ('post', 'update', 'remove', 'home')),
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
create index outbox_unfinished on outbox (workspace, place_kind, place, id) where finished is null;
-- At most one row in flight at a place, whoever sends.
create unique index outbox_in_flight on outbox (workspace, place_kind, place) where delivery = 'sending';
create unique index outbox_receipt on outbox (workspace, receipt_room, receipt_message)
  where receipt_message is not null;
create index outbox_target on outbox (target) where target is not null and finished is null;
create index outbox_bodies on outbox (finished) where finished is not null and body <> '';

-- A platform's limit on a method, or on whatever else `scope` names.
create table sending_pause (
  workspace {text} not null,
  scope {text} not null,
  until {int64} not null,
  primary key (workspace, scope)
) {strict};

create table person (
  workspace {text} not null,
  id {text} not null,
  name {text} not null,
  handle {text} not null,
  email {text} not null,
  time_zone {text} not null,
  bot {int64} not null check (bot in (0, 1)),
  deactivated {int64} not null check (deactivated in (0, 1)),
  admin {int64} not null check (admin in (0, 1)),
  primary key (workspace, id)
) {strict};
create index person_lower_id on person (workspace, lower(id));
create index person_handle on person (workspace, handle);
create index person_email on person (workspace, email);

-- What a person was told once and need not be told again.
create table told (
  workspace {text} not null,
  person {text} not null,
  topic {text} not null,
  at {int64} not null,
  primary key (workspace, person, topic)
) {strict};

create table room (
  workspace {text} not null,
  id {text} not null,
  name {text} not null,
  archived {int64} not null check (archived in (0, 1)),
  joined {int64} not null check (joined in (0, 1)),
  primary key (workspace, id)
) {strict};
create index room_lower_id on room (workspace, lower(id));
create index room_name on room (workspace, name);

-- No key to `room` and `person`: the platform may tell who joined before it tells what or who that is.
create table room_member (
  workspace {text} not null,
  room {text} not null,
  person {text} not null,
  primary key (workspace, room, person)
) {strict};

create table absence (
  id {id},
  workspace {text} not null,
  person {text} not null,
  first_day {text} not null,
  last_day {text} not null,
  set_by {text} not null,
  unique (workspace, person, first_day),
  check (first_day <= last_day)
) {strict};

create table ritual_pause (
  team {text} not null,
  ritual {text} not null,
  set_by {text} not null,
  since {int64} not null,
  primary key (team, ritual)
) {strict};

create table ritual_skip (
  team {text} not null,
  ritual {text} not null,
  day {text} not null,
  set_by {text} not null,
  at {int64} not null,
  primary key (team, ritual, day)
) {strict};

create table occurrence (
  id {id},
  team {text} not null,
  ritual {text} not null,
  day {text} not null,
  scheduled {int64} not null,
  state {text} not null default 'open' check (state in ('open', 'closed', 'missed', 'skipped')),
  closes {int64},
  closed {int64},
  head {int64} references outbox (id),
  unique (team, ritual, day),
  unique (team, ritual, scheduled)
) {strict};
create index occurrence_open on occurrence (team, ritual, day) where state = 'open';

create table participant (
  occurrence {int64} not null references occurrence (id) on delete cascade,
  person {text} not null,
  state {text} not null
    check (state in ('expected', 'prompted', 'answered', 'declined', 'excused', 'missing')),
  prompt_at {int64} not null,
  prompted_at {int64},
  closes {int64},
  prompt {int64} references outbox (id),
  reminders {int64} not null check (reminders >= 0),
  reason {text} not null,
  primary key (occurrence, person)
) {strict};
create index participant_person on participant (person, occurrence);

create table response (
  id {id},
  occurrence {int64} not null references occurrence (id) on delete cascade,
  person {text} not null,
  state {text} not null check (state in ('draft', 'given', 'withdrawn')),
  answers {text} not null,
  first_given {int64} not null,
  changed {int64} not null,
  late {int64} not null check (late in (0, 1)),
  published {int64} references outbox (id),
  unique (occurrence, person)
) {strict};
create index response_person on response (person, occurrence);

-- Which message a person typed as an answer: editing it edits the answer.
create table typed_answer (
  workspace {text} not null,
  room {text} not null,
  message {text} not null,
  response {int64} not null references response (id) on delete cascade,
  question {int64} not null check (question >= 0),
  primary key (workspace, room, message)
) {strict};

create table dialog (
  workspace {text} not null,
  person {text} not null,
  kind {text} not null,
  subject {text} not null,
  question {int64} not null check (question >= 0),
  primary key (workspace, person)
) {strict};
