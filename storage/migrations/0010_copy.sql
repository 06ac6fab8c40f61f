-- What is said in several rooms of a team is one message and its copies: a row for each, of which this one belongs to
-- that. A row that could not be delivered is followed by another at its place.
alter table outbox add column copy_of {int64} references outbox (id);
create index outbox_copies on outbox (copy_of) where copy_of is not null;
-- People are found whichever of a team's workspaces they are in.
create index person_id on person (id);
