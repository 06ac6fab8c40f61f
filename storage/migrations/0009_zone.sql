-- The zone that somebody told Houston, for platforms that tell none.
alter table person add column chosen_zone {text} not null default '';
