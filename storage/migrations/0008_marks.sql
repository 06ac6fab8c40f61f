-- Who stands behind a win that was made of somebody's message: by a reaction that is still there, or by the shortcut.
create table entry_mark (
  entry {int64} not null references entry (id) on delete cascade,
  person {text} not null,
  how {text} not null check (how in ('reaction', 'shortcut')),
  primary key (entry, person, how)
) {strict};

-- Of a work anniversary, when its person gave it; of a birthday never.
alter table yearly_day add column year {int64} check (year is null or kind = 'anniversary');
