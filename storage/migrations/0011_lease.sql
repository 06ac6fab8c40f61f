-- What of a workspace one replica alone does at a time (reading what people write): whose turn it is, until when.
-- No person is named in it: the owner is a replica.
create table lease (
  workspace {text} not null,
  name {text} not null,
  owner {text} not null,
  lease_until {int64} not null,
  primary key (workspace, name)
) {strict};
