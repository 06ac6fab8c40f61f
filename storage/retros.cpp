#include "storage/retros.hpp"

#include <algorithm>
#include <stdexcept>

#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 5> kWords<Retro::Stage>{"collecting", "grouping", "voting",
                                                                      "discussing", "over"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<config::Anonymity>{"named", "confidential",
                                                                           "anonymous"};

static auto fields(Retro& r) {
  return std::tie(r.id, r.team, r.ritual, r.stage, r.anonymity, r.author_key, r.day, r.facilitator, r.head);
}
static auto fields(RetroNote& n) {
  return std::tie(n.id, n.retro, n.column, n.text, n.author, n.day, n.position, n.topic);
}
static auto fields(RetroTopic& t) {
  return std::tie(t.retro, t.number, t.title, t.votes, t.ballot, t.thread);
}
struct Author {
  std::string hash;
  int notes = 0;
};

static auto fields(Author& a) {
  return std::tie(a.hash, a.notes);
}
static auto fields(Retros::Vote& v) {
  return std::tie(v.topic, v.votes);
}

Retro Retros::save(const Retro& retro) {
  Retro saved = retro;
  if (!retro.id) {
    saved.id = select_one<RetroId>(database_,
                                   "insert into retro (team, ritual, stage, anonymity, author_key, day,"
                                   " facilitator, head) values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
                                   retro.team, retro.ritual, retro.stage, retro.anonymity, retro.author_key,
                                   retro.day, retro.facilitator, retro.head)
                   .value();
  } else if (run(database_,
                 "update retro set stage = ?, anonymity = ?, author_key = ?, day = ?, facilitator = ?,"
                 " head = ? where id = ?",
                 retro.stage, retro.anonymity, retro.author_key, retro.day, retro.facilitator, retro.head,
                 retro.id) != 1) {
    throw std::logic_error("a retro was to be replaced that is not there");
  }
  return saved;
}

std::optional<Retro> Retros::find(RetroId id) {
  return select_one<Retro>(
      database_,
      "select id, team, ritual, stage, anonymity, author_key, day, facilitator, head from retro where id = ?",
      id);
}

std::optional<Retro> Retros::collecting(const TeamId& team, const RitualId& ritual) {
  return select_one<Retro>(database_,
                           "select id, team, ritual, stage, anonymity, author_key, day, facilitator, head"
                           " from retro where team = ? and ritual = ? and stage = 'collecting'",
                           team, ritual);
}

std::optional<Retro> Retros::on(const TeamId& team, const RitualId& ritual, LocalDate day) {
  return select_one<Retro>(database_,
                           "select id, team, ritual, stage, anonymity, author_key, day, facilitator, head"
                           " from retro where team = ? and ritual = ? and day = ? order by id desc limit 1",
                           team, ritual, day);
}

std::optional<Retro> Retros::latest(const TeamId& team, const RitualId& ritual) {
  return select_one<Retro>(database_,
                           "select id, team, ritual, stage, anonymity, author_key, day, facilitator, head"
                           " from retro where team = ? and ritual = ? and stage <> 'collecting'"
                           " order by day desc, id desc limit 1",
                           team, ritual);
}

void Retros::count_author(RetroId retro, const std::string& hash, int notes) {
  Together together(database_);
  auto all = select<Author>(database_, "select hash, notes from retro_author where retro = ?", retro);
  const auto same = std::find_if(all.begin(), all.end(), [&](const Author& one) { return one.hash == hash; });
  if (same == all.end()) {
    all.push_back({hash, notes});
  } else {
    same->notes += notes;
  }
  std::erase_if(all, [](const Author& one) { return one.notes <= 0; });
  std::sort(all.begin(), all.end(), [](const Author& a, const Author& b) { return a.hash < b.hash; });
  forget_authors(retro);
  for (const Author& one : all) {
    run(database_, "insert into retro_author (retro, hash, notes) values (?, ?, ?)", retro, one.hash,
        one.notes);
  }
  together.done();
}

int Retros::authors(RetroId retro) {
  return select_one<int>(database_, "select count(*) from retro_author where retro = ?", retro).value();
}

void Retros::forget_authors(RetroId retro) {
  run(database_, "delete from retro_author where retro = ?", retro);
}

void Retros::add(const RetroNote& note) {
  run(database_,
      "insert into retro_note (id, retro, heading, body, author, day, position, topic)"
      " values (?, ?, ?, ?, ?, ?, ?, ?)",
      note.id, note.retro, note.column, note.text, note.author, note.day, note.position, note.topic);
}

void Retros::save(const RetroNote& note) {
  if (run(database_,
          "update retro_note set heading = ?, body = ?, author = ?, day = ?, position = ?, topic = ?"
          " where id = ?",
          note.column, note.text, note.author, note.day, note.position, note.topic, note.id) != 1)
    throw std::logic_error("a note was to be replaced that is not there");
}

void Retros::remove(NoteId id) {
  run(database_, "delete from retro_note where id = ?", id);
}

std::optional<RetroNote> Retros::note(NoteId id) {
  return select_one<RetroNote>(
      database_, "select id, retro, heading, body, author, day, position, topic from retro_note where id = ?",
      id);
}

std::vector<RetroNote> Retros::notes(RetroId retro) {
  return select<RetroNote>(database_,
                           "select id, retro, heading, body, author, day, position, topic from retro_note"
                           " where retro = ? order by position, id",
                           retro);
}

int Retros::notes_of(RetroId retro, const PersonId& author) {
  return select_one<int>(database_, "select count(*) from retro_note where retro = ? and author = ?", retro,
                         author)
      .value();
}

void Retros::make_anonymous(RetroId retro, const std::vector<NoteId>& fresh) {
  Together together(database_);
  auto all = notes(retro);
  if (all.size() != fresh.size()) throw std::logic_error("each note needs one new id");
  // Deleted and written anew, in the order of the new ids: nothing that was known of the old rows fits them.
  run(database_, "delete from retro_note where retro = ?", retro);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].id = fresh[i];
    all[i].author.reset();
  }
  std::sort(all.begin(), all.end(), [](const RetroNote& a, const RetroNote& b) { return a.id < b.id; });
  for (const RetroNote& note : all) add(note);
  together.done();
}

void Retros::remember_typed(const WorkspaceId& workspace, const std::string& room, const std::string& message,
                            NoteId note) {
  run(database_,
      "insert into retro_typed (workspace, room, message, note) values (?, ?, ?, ?)"
      " on conflict (workspace, room, message) do update set note = excluded.note",
      workspace, room, message, note);
}

std::optional<NoteId> Retros::typed(const WorkspaceId& workspace, const std::string& room,
                                    const std::string& message) {
  return select_one<NoteId>(database_,
                            "select note from retro_typed where workspace = ? and room = ? and message = ?",
                            workspace, room, message);
}

void Retros::save(const RetroTopic& topic) {
  run(database_,
      "insert into retro_topic (retro, number, title, votes, ballot, thread) values (?, ?, ?, ?, ?, ?)"
      " on conflict (retro, number) do update set title = excluded.title, votes = excluded.votes,"
      " ballot = excluded.ballot, thread = excluded.thread",
      topic.retro, topic.number, topic.title, topic.votes, topic.ballot, topic.thread);
}

void Retros::remove_topic(RetroId retro, int number) {
  run(database_, "delete from retro_topic where retro = ? and number = ?", retro, number);
}

std::optional<RetroTopic> Retros::topic(RetroId retro, int number) {
  return select_one<RetroTopic>(
      database_,
      "select retro, number, title, votes, ballot, thread from retro_topic where retro = ? and number = ?",
      retro, number);
}

std::vector<RetroTopic> Retros::topics(RetroId retro) {
  return select<RetroTopic>(database_,
                            "select retro, number, title, votes, ballot, thread from retro_topic"
                            " where retro = ? order by number",
                            retro);
}

void Retros::set_votes(RetroId retro, int topic, const PersonId& person, int votes) {
  if (votes <= 0) {
    run(database_, "delete from retro_vote where retro = ? and topic = ? and person = ?", retro, topic,
        person);
    return;
  }
  run(database_,
      "insert into retro_vote (retro, topic, person, votes) values (?, ?, ?, ?)"
      " on conflict (retro, topic, person) do update set votes = excluded.votes",
      retro, topic, person, votes);
}

std::vector<Retros::Vote> Retros::votes_of(RetroId retro, const PersonId& person) {
  return select<Vote>(database_,
                      "select topic, votes from retro_vote where retro = ? and person = ? order by topic",
                      retro, person);
}

int Retros::voters(RetroId retro) {
  return select_one<int>(database_, "select count(distinct person) from retro_vote where retro = ?", retro)
      .value();
}

void Retros::count_votes(RetroId retro) {
  Together together(database_);
  run(database_,
      "update retro_topic set votes = (select coalesce(sum(v.votes), 0) from retro_vote v"
      " where v.retro = retro_topic.retro and v.topic = retro_topic.number) where retro = ?",
      retro);
  run(database_, "delete from retro_vote where retro = ?", retro);
  together.done();
}

void Retros::remember_ballot(RetroId retro, const WorkspaceId& workspace, const PersonId& person,
                             MessageId message) {
  run(database_,
      "insert into retro_ballot (retro, workspace, person, message) values (?, ?, ?, ?)"
      " on conflict (retro, workspace, person) do update set message = excluded.message",
      retro, workspace, person, message);
}

std::vector<MessageId> Retros::ballots(RetroId retro) {
  return select<MessageId>(database_, "select message from retro_ballot where retro = ? order by message",
                           retro);
}

std::optional<RetroId> Retros::ballot(MessageId message) {
  return select_one<RetroId>(database_, "select retro from retro_ballot where message = ?", message);
}

void Retros::forget_ballots(RetroId retro) {
  run(database_, "delete from retro_ballot where retro = ?", retro);
}

}  // namespace houston::storage
