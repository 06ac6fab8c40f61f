-- Retrospectives: notes, topics, votes, and the actions that come of them.

-- From the first note put down to the record posted. Of one ritual at most one is collecting.
create table retro (
  id {id},
  team {text} not null,
  ritual {text} not null,
  stage {text} not null check (stage in ('collecting', 'grouping', 'voting', 'discussing', 'over')),
  anonymity {text} not null check (anonymity in ('named', 'confidential', 'anonymous')),
  -- Of the hashes that count authors while it is anonymous and collecting; '' otherwise.
  author_key {text} not null default '',
  day {text},
  facilitator {text} not null default '',
  head {int64} references outbox (id),
  check (stage = 'collecting' or author_key = '')
) {strict};
create unique index retro_collecting on retro (team, ritual) where stage = 'collecting';
create index retro_ritual on retro (team, ritual, id);

-- Who gave notes to an anonymous retro that is collecting, as keyed hashes, and how many: to count those who have
-- some, and to be thrown away with their key at close. Nothing leads from here to a note.
create table retro_author (
  retro {int64} not null references retro (id) on delete cascade,
  hash {text} not null,
  notes {int64} not null check (notes > 0),
  primary key (retro, hash)
) {strict};

-- The id is drawn at random: it tells nothing of the order. `author` is null where none is stored.
create table retro_note (
  id {int64} not null primary key,
  retro {int64} not null references retro (id) on delete cascade,
  heading {text} not null,
  body {text} not null,
  author {text},
  day {text} not null,
  position {int64},
  topic {int64}
) {strict};
create index retro_note_retro on retro_note (retro);

-- Which message a person typed as a note: editing it edits the note. Never of anonymous notes.
create table retro_typed (
  workspace {text} not null,
  room {text} not null,
  message {text} not null,
  note {int64} not null references retro_note (id) on delete cascade,
  primary key (workspace, room, message)
) {strict};

create table retro_topic (
  retro {int64} not null references retro (id) on delete cascade,
  number {int64} not null,
  title {text} not null default '',
  votes {int64},
  ballot {int64} references outbox (id),
  thread {int64} references outbox (id),
  primary key (retro, number)
) {strict};

-- Secret, and only while voting is open: then the sum stands at the topic.
create table retro_vote (
  retro {int64} not null references retro (id) on delete cascade,
  topic {int64} not null,
  person {text} not null,
  votes {int64} not null check (votes > 0),
  primary key (retro, topic, person)
) {strict};

create table retro_action (
  team {text} not null,
  number {int64} not null,
  ritual {text} not null,
  retro {int64} references retro (id),
  topic {text} not null,
  body {text} not null,
  owner {text} not null,
  due {text} not null,
  state {text} not null default 'open' check (state in ('open', 'done', 'dropped')),
  why {text} not null default '',
  set_on {text} not null,
  ended_on {text},
  review {int64} references outbox (id),
  primary key (team, number),
  check ((state = 'open') = (ended_on is null))
) {strict};
create index retro_action_open on retro_action (team, due) where state = 'open';
