#include "storage/personal.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "storage/escaped_id.hpp"
#include "storage/sql.hpp"

namespace houston::storage {
namespace {

enum class Fate {
  erase,   ///< The row is the person's own business.
  rename,  ///< The row is the team's: it keeps its text, without the name.
  keep,    ///< Only for the export: what becomes of it is said by another line, or in forget().
};

/// Where people are named. `where` picks the rows, with one parameter: the person. Tables that hold a
/// workspace are asked for the person's alone, but where the row is somebody else's, who may be in another
/// one
/// (`anywhere`); the others trust that a platform's ids are its own.
/// Lines of parts that a database does not have yet are passed over.
struct Held {
  std::string_view table;
  std::string_view column;
  Fate fate;
  std::string_view where{};  ///< "" for "column = ?".
  bool anywhere = false;
};

// A list of ids joined by '/', with or without the person: what is left when their id is taken out differs.
constexpr std::string_view kInSubject =
    "replace('/' || subject || '/', '/' || ? || '/', '') <> '/' || subject || '/'";
constexpr std::string_view kInPeople =
    "replace('/' || people || '/', '/' || " HOUSTON_ESCAPED_ID " || '/', '') <> '/' || people || '/'";

// What depends on another row by the person's name stands before it: by then the name is still there.
constexpr auto kHeld = std::to_array<Held>({
    // --- The answers.
    {"typed_answer", "response", Fate::erase, "response in (select id from response where person = ?)"},
    {"open_form_answer", "dialog", Fate::erase, "dialog in (select id from dialog where person = ?)"},
    {"open_form", "dialog", Fate::erase, "dialog in (select id from dialog where person = ?)"},
    {"dialog", "person", Fate::erase},
    // Half written, taken back, or given ahead and never shown to the team.
    {"response", "person", Fate::erase,
     "person = ? and (state <> 'given' or (published is null and occurrence in"
     " (select id from occurrence where head is null)))"},
    {"response", "person", Fate::rename},
    {"participant", "person", Fate::rename},
    // --- Time and attention.
    {"timer", "subject", Fate::erase, kInSubject},
    {"held_note", "person", Fate::erase},
    {"bundle_section", "person", Fate::erase},
    {"spoken", "person", Fate::erase},
    {"person_setting", "person", Fate::erase},
    {"outbox", "place", Fate::keep, "place_kind = 'person' and place = ?"},
    // --- Being away, and holding rituals back.
    {"absence", "person", Fate::erase},
    {"absence", "set_by", Fate::rename},
    {"absence", "set_by", Fate::rename, "set_by = ? and person <> set_by", true},
    {"ritual_pause", "set_by", Fate::rename},
    {"ritual_skip", "set_by", Fate::rename},
    // --- The log.
    {"entry_mark", "person", Fate::erase},
    {"entry", "author", Fate::rename},
    {"entry", "withdrawn_by", Fate::rename},
    {"entry_person", "person", Fate::rename},
    {"milestone", "owner", Fate::rename},
    {"milestone", "set_by", Fate::rename},
    {"milestone", "ended_by", Fate::rename},
    {"milestone_person", "person", Fate::rename},
    {"milestone_move", "moved_by", Fate::rename},
    {"yearly_day", "person", Fate::erase},
    // --- Retrospectives. An anonymous note has no author to be found by.
    {"retro_typed", "note", Fate::erase, "note in (select id from retro_note where author = ?)"},
    {"retro_note", "author", Fate::rename},
    {"retro_vote", "person", Fate::rename},
    {"retro_ballot", "person", Fate::erase},
    {"retro_action", "owner", Fate::rename},
    {"retro", "facilitator", Fate::rename},
    // --- Pairs: a pair ends with one of them. The other keeps their own points, and nobody the forgotten
    // one's.
    {"meeting", "pair", Fate::keep, "pair in (select pair from pair_person where person = ?)"},
    {"meeting_part", "person", Fate::erase},
    {"meeting", "settled_by", Fate::rename},
    {"pair_point", "author", Fate::erase},
    {"pair", "people", Fate::keep, kInPeople, true},
    {"pair_person", "person", Fate::erase},
    {"calendar_address", "person", Fate::erase},
    {"coffee_member", "person", Fate::erase},
    {"coffee_never", "author", Fate::erase},
    {"coffee_never", "other", Fate::erase, {}, true},
    // --- Who they are.
    {"told", "person", Fate::erase},
    {"room_member", "person", Fate::erase},
    {"person", "id", Fate::erase},
});

/// What leads may take along of their team: `where` has one parameter, the team.
struct Shared {
  std::string_view table;
  std::string_view where;
};
constexpr auto kShared = std::to_array<Shared>({
    {"occurrence", "team = ?"},
    {"participant", "occurrence in (select id from occurrence where team = ?)"},
    {"response",
     "state = 'given' and (published is not null or occurrence in (select id from occurrence"
     " where head is not null)) and occurrence in (select id from occurrence where team = ?)"},
    {"ritual_pause", "team = ?"},
    {"ritual_skip", "team = ?"},
    {"entry", "withdrawn is null and team = ?"},
    {"entry_person", "entry in (select id from entry where withdrawn is null and team = ?)"},
    {"milestone", "team = ?"},
    {"milestone_person", "milestone in (select id from milestone where team = ?)"},
    {"milestone_move", "milestone in (select id from milestone where team = ?)"},
    // Of retrospectives what the team saw of them: no notes, votes or authors.
    {"retro_action", "team = ?"},
});

bool has(const std::vector<Personal::Column>& schema, std::string_view table, std::string_view column) {
  return std::any_of(schema.begin(), schema.end(),
                     [&](const Personal::Column& one) { return one.table == table && one.column == column; });
}

std::string picks(const Held& held) {
  return held.where.empty() ? std::string(held.column) + " = ?" : std::string(held.where);
}

}  // namespace

static auto fields(Personal::Column& column) {
  return std::tie(column.table, column.column, column.number);
}

const std::vector<Personal::Column>& Personal::schema() {
  if (!schema_.empty()) return schema_;
  if (database_.engine() == Engine::sqlite) {
    schema_ = select<Column>(database_,
                             "select m.name, c.name, upper(c.type) like 'INT%' from sqlite_master m"
                             " join pragma_table_info(m.name) c"
                             " where m.type = 'table' and m.name not like 'sqlite%' order by m.name, c.cid");
  } else {
    schema_ = select<Column>(database_,
                             "select cast(table_name as text), cast(column_name as text),"
                             " case when data_type = 'text' then 0 else 1 end"
                             " from information_schema.columns where table_schema = current_schema()"
                             " order by cast(table_name as text) collate \"C\", ordinal_position");
  }
  return schema_;
}

bool Personal::names_people(const Column& column) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"person", "people", "author", "owner", "other", "member", "lead", "facilitator", "handle", "email",
       "who", "by", "user", "voter", "to_person"});
  if (column.number) return false;
  // A replica, not a person.
  if ((column.table == "outbox" || column.table == "lease") && column.column == "owner") return false;
  return column.column.ends_with("_by") || column.column.ends_with("_person") ||
         std::find(kWords.begin(), kWords.end(), column.column) != kWords.end();
}

bool Personal::covered(const Column& column) {
  // Of this table a person has one row, and it goes as a whole.
  if (column.table == "person") return true;
  return std::any_of(kHeld.begin(), kHeld.end(), [&](const Held& held) {
    return held.table == column.table && held.column == column.column;
  });
}

std::vector<Record> Personal::rows(std::string_view table, std::string_view where, std::string_view parameter,
                                   const std::optional<WorkspaceId>& workspace) {
  std::vector<Column> columns;
  for (const Column& column : schema()) {
    // The text of what was said is in the chat; here it would only be written down once more.
    const bool said = table == "outbox" || table == "bundle_section" || table == "held_note";
    if (column.table == table && !(said && column.column == "body")) columns.push_back(column);
  }
  std::string names;
  for (const Column& column : columns) names += (names.empty() ? "" : ", ") + column.column;
  std::string sql = "select " + names + " from " + std::string(table) + " where (" + std::string(where) + ")";
  std::vector<ColumnKind> kinds{ColumnKind::text};
  if (workspace) {
    sql += " and workspace = ?";
    kinds.push_back(ColumnKind::text);
  }
  sql += " order by 1, 2";
  Execution execution(database_, sql, kinds, columns.size());
  const auto bind = [&](std::size_t index, std::string_view text) {
    Value& value = execution.parameter(index);
    value.null = false;
    keep_text(text, value.text);
  };
  bind(0, parameter);
  if (workspace) bind(1, workspace->value);
  std::vector<Record> found;
  while (execution.next()) {
    Record record{std::string(table), {}};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Value& value = execution.column(i);
      record.cells.push_back(
          {columns[i].column, value.null ? std::nullopt : std::optional(value.text), columns[i].number});
    }
    found.push_back(std::move(record));
  }
  return found;
}

std::vector<Record> Personal::of_person(const WorkspaceId& workspace, const PersonId& person) {
  std::vector<Record> found;
  // A row that names the person twice is one record.
  std::set<Record> known;
  for (const Held& held : kHeld) {
    if (!has(schema(), held.table, held.column)) continue;
    const bool scoped = !held.anywhere && has(schema(), held.table, "workspace");
    for (Record& record :
         rows(held.table, picks(held), person.value, scoped ? std::optional(workspace) : std::nullopt)) {
      if (known.insert(record).second) found.push_back(std::move(record));
    }
  }
  return found;
}

std::vector<Record> Personal::of_team(const TeamId& team) {
  std::vector<Record> found;
  for (const Shared& shared : kShared) {
    const bool known = std::any_of(schema().begin(), schema().end(),
                                   [&](const Column& one) { return one.table == shared.table; });
    if (!known) continue;
    for (Record& record : rows(shared.table, shared.where, team.value, std::nullopt)) {
      found.push_back(std::move(record));
    }
  }
  return found;
}

/// While the pairs' rows still tell whose they are.
void Personal::end_pairs(const WorkspaceId& workspace, const PersonId& person, const PersonId& former,
                         Instant now) {
  // In notes to others that were put together with something else the name may stand.
  run(database_,
      "delete from bundle_section where person <> ? and section like 'note/%'"
      " and replace(body, (select name from person where workspace = ? and id = ?), '') <> body",
      person, workspace, person);
  run(database_,
      "update meeting set state = 'dropped', sequence = sequence + 1, changed = ? where state = 'planned'"
      " and pair in (select pair from pair_person where workspace = ? and person = ?)",
      now, workspace, person);
  run(database_,
      "update pair set active = 0, people = trim(replace('/' || people || '/', '/' || " HOUSTON_ESCAPED_ID
      " || '/', '/' || ? ||"
      " '/'), '/') where id in (select pair from pair_person where workspace = ? and person = ?)",
      person, former, workspace, person);
}

void Personal::forget(const WorkspaceId& workspace, const PersonId& person, const PersonId& former,
                      Instant now) {
  Together together(database_);
  end_pairs(workspace, person, former, now);
  for (const Held& held : kHeld) {
    if (held.fate == Fate::keep || !has(schema(), held.table, held.column)) continue;
    const bool scoped = !held.anywhere && has(schema(), held.table, "workspace");
    const bool renames = held.fate == Fate::rename;
    const std::string table(held.table);
    const std::string sql =
        (renames ? "update " + table + " set " + std::string(held.column) + " = ?" : "delete from " + table) +
        " where (" + picks(held) + ")" + (scoped ? " and workspace = ?" : "");
    if (renames && scoped) {
      run(database_, sql, former, person, workspace);
    } else if (renames) {
      run(database_, sql, former, person);
    } else if (scoped) {
      run(database_, sql, person, workspace);
    } else {
      run(database_, sql, person);
    }
  }
  // Who answered ahead has no answer any more.
  run(database_,
      "update participant set state = 'excused', reason = 'left' where person = ? and state = 'answered'"
      " and not exists (select 1 from response where response.occurrence = participant.occurrence"
      " and response.person = participant.person)",
      former);
  run(database_,
      "update participant set state = 'excused', reason = 'left' where person = ?"
      " and state in ('expected', 'prompted')",
      former);
  // What was to be said to the person stays unsaid; of what was said nothing remains but that it was. One
  // that is leaving at this moment is left to the courier; its text goes with the others when it has left.
  run(database_,
      "update outbox set delivery = 'failed', error = 'the person asked to be forgotten', finished = ?"
      " where workspace = ? and place_kind = 'person' and place = ? and delivery = 'ready'",
      now, workspace, person);
  run(database_,
      "update outbox set place = ?, body = '', receipt_room = null, receipt_message = null"
      " where workspace = ? and place_kind = 'person' and place = ? and finished is not null",
      former, workspace, person);
  // Their name may stand in anything that was said, to people of other workspaces, too.
  run(database_, "update outbox set body = '' where finished is not null and body <> ''");
  together.done();
}

}  // namespace houston::storage
