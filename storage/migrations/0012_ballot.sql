-- The ballots that voters were given alone, to be ended with the vote.
create table retro_ballot (
  retro {int64} not null references retro (id) on delete cascade,
  workspace {text} not null,
  person {text} not null,
  message {int64} not null references outbox (id),
  primary key (retro, workspace, person)
) {strict};
create index retro_ballot_message on retro_ballot (message);
