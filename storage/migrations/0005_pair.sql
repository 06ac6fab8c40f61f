-- People who meet again and again (1:1s, coffee), what they want to talk about, and their calendars.

-- `people`: ids joined by '/'; in a 1:1 the lead first. `weekday`, `minutes`, `zone`: the series' time once it is
-- known; `chosen` when the pair itself picked it.
create table pair (
  id {id},
  workspace {text} not null,
  team {text} not null,
  ritual {text} not null,
  people {text} not null,
  active {int64} not null check (active in (0, 1)),
  weekday {int64} check (weekday between 0 and 6),
  minutes {int64} check (minutes between 0 and 1439),
  zone {text} not null,
  chosen {int64} not null check (chosen in (0, 1)),
  since {int64} not null,
  told {int64},
  unique (team, ritual, people)
) {strict};

create table pair_person (
  pair {int64} not null references pair (id) on delete cascade,
  workspace {text} not null,
  person {text} not null,
  primary key (pair, person)
) {strict};
create index pair_person_person on pair_person (workspace, person);

-- `day` is the date by the cadence, and stays; `starts` and `ends` move.
create table meeting (
  id {id},
  pair {int64} not null references pair (id) on delete cascade,
  day {text} not null,
  starts {int64} not null,
  ends {int64} not null,
  state {text} not null check (state in ('planned', 'held', 'skipped', 'dropped')),
  sequence {int64} not null check (sequence >= 0),
  pinned {int64} not null check (pinned in (0, 1)),
  asked {int64},
  changed {int64} not null,
  settled_by {text} not null,
  unique (pair, day),
  check (starts < ends)
) {strict};
create index meeting_planned on meeting (pair, starts) where state = 'planned';

-- What each of them was sent about it.
create table meeting_part (
  meeting {int64} not null references meeting (id) on delete cascade,
  person {text} not null,
  agenda {int64} references outbox (id),
  question {int64} references outbox (id),
  primary key (meeting, person)
) {strict};

-- What a pair wants to talk about, and what one of them promised. `carried`: meetings it has outlived.
create table pair_point (
  id {id},
  pair {int64} not null references pair (id) on delete cascade,
  author {text} not null,
  kind {text} not null check (kind in ('point', 'promise')),
  text {text} not null,
  state {text} not null check (state in ('open', 'done', 'dropped')),
  added {int64} not null,
  settled {int64},
  carried {int64} not null check (carried >= 0)
) {strict};
create index pair_point_open on pair_point (pair, id) where state = 'open';

-- A private calendar address: only the SHA-256 of its token is kept.
create table calendar_address (
  workspace {text} not null,
  person {text} not null,
  fingerprint {text} not null unique,
  created {int64} not null,
  primary key (workspace, person)
) {strict};

create table coffee_member (
  team {text} not null,
  ritual {text} not null,
  person {text} not null,
  since {int64} not null,
  primary key (team, ritual, person)
) {strict};

-- Confidential: shown to `author` alone.
create table coffee_never (
  workspace {text} not null,
  author {text} not null,
  other {text} not null,
  at {int64} not null,
  primary key (workspace, author, other)
) {strict};
