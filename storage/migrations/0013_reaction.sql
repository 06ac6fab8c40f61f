-- Which reaction it is that marks an entry, where the platform tells it by an id of its own; '' where it does not.
alter table entry_mark add column reaction {text} not null default '';
create index entry_mark_reaction on entry_mark (reaction) where reaction <> '';
