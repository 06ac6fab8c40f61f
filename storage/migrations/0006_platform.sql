-- What the client of a platform keeps between its runs: where it has read to, its login. No person is named in it.
create table platform_note (
  workspace {text} not null,
  name {text} not null,
  value {text} not null,
  primary key (workspace, name)
) {strict};
