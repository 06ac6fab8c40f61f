#include "storage/responses.hpp"

#include <nlohmann/json.hpp>

#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 3> kWords<Response::State>{"draft", "given", "withdrawn"};

/// The answers of a row are a JSON array of strings: they are read and written together, and never searched.
template <>
struct Column<std::vector<std::string>> {
  static constexpr ColumnKind kind = ColumnKind::text;
  static void write(const std::vector<std::string>& from, Value& to) {
    to.text = nlohmann::json(from).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  static void read(const Value& from, std::vector<std::string>& to) {
    try {
      nlohmann::json::parse(from.text).get_to(to);
    } catch (const nlohmann::json::exception&) {
      throw DatabaseError(
          DatabaseError::Kind::corrupt,
          "The database holds answers that Houston never wrote: it is damaged, or was changed by "
          "hand. Stop Houston and restore a backup.");
    }
  }
};

static auto fields(Response& r) {
  return std::tie(r.id, r.occurrence, r.person, r.state, r.answers, r.first_given, r.changed, r.late,
                  r.published);
}

Response Responses::save(const Response& response) {
  Response saved = response;
  if (!response.id) {
    saved.id =
        select_one<ResponseId>(database_,
                               "insert into response (occurrence, person, state, answers, first_given,"
                               " changed, late, published) values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
                               response.occurrence, response.person, response.state, response.answers,
                               response.first_given, response.changed, response.late, response.published)
            .value();
  } else if (run(database_,
                 "update response set state = ?, answers = ?, first_given = ?, changed = ?, late = ?,"
                 " published = ? where id = ?",
                 response.state, response.answers, response.first_given, response.changed, response.late,
                 response.published, response.id) != 1) {
    throw std::logic_error("a response was to be replaced that is not there");
  }
  return saved;
}

std::optional<Response> Responses::find(ResponseId id) {
  return select_one<Response>(
      database_,
      "select id, occurrence, person, state, answers, first_given, changed, late, published"
      " from response where id = ?",
      id);
}

std::optional<Response> Responses::of(OccurrenceId occurrence, const PersonId& person) {
  return select_one<Response>(
      database_,
      "select id, occurrence, person, state, answers, first_given, changed, late, published"
      " from response where occurrence = ? and person = ?",
      occurrence, person);
}

std::vector<Response> Responses::all(OccurrenceId occurrence) {
  return select<Response>(
      database_,
      "select id, occurrence, person, state, answers, first_given, changed, late, published"
      " from response where occurrence = ? order by first_given, id",
      occurrence);
}

std::optional<Response> Responses::last_before(const TeamId& team, const RitualId& ritual,
                                               const PersonId& person, LocalDate date) {
  return select_one<Response>(
      database_,
      "select r.id, r.occurrence, r.person, r.state, r.answers, r.first_given, r.changed, r.late, r.published"
      " from occurrence o join response r on r.occurrence = o.id"
      " where o.team = ? and o.ritual = ? and o.day < ? and r.person = ? and r.state = 'given'"
      " order by o.day desc limit 1",
      team, ritual, date, person);
}

static auto fields(Responses::Dated& d) {
  return std::tie(d.date, d.person, d.answers);
}

std::vector<Responses::Dated> Responses::given(const TeamId& team, const RitualId& ritual, LocalDate first,
                                               LocalDate last) {
  return select<Dated>(
      database_,
      "select o.day, r.person, r.answers from occurrence o join response r on r.occurrence = o.id"
      " where o.team = ? and o.ritual = ? and o.day >= ? and o.day <= ? and r.state = 'given'"
      " order by r.person, o.day",
      team, ritual, first, last);
}

}  // namespace houston::storage
