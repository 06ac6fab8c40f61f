// How many turns a second storage keeps: storage_bench DATABASE-URL [TURNS]. Not run by ctest.
//
// A turn is what an answered prompt costs: the event's key, the occurrence, the participant and the response
// read, response and participant written, a timer set, a message and an update put into the outbox.
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "storage/tables.hpp"

namespace {

using namespace houston;
using namespace houston::storage;

const WorkspaceId kWorkspace{"acme"};
const TeamId kTeam{"vision"};
const RitualId kRitual{"daily"};
const Instant kNow{Duration(1'764'000'000'000)};

class Bench {
 public:
  explicit Bench(Database& database) : database_(database), tables_(database) {}

  void turns(int group, int count) {
    const auto begin = std::chrono::steady_clock::now();
    for (int done = 0; done < count;) {
      Transaction transaction(database_);
      for (int i = 0; i < group && done < count; ++i, ++done) {
        Savepoint savepoint(database_);
        turn();
        savepoint.release();
      }
      transaction.commit();
    }
    report("turns, " + std::to_string(group) + " to a commit", count, begin);
  }

  void deliver(int limit) {
    const auto begin = std::chrono::steady_clock::now();
    int count = 0;
    for (;;) {
      Transaction claiming(database_);
      const auto rows =
          tables_.outbox.claim(kWorkspace, "bench", kNow, kNow + std::chrono::minutes(1), limit);
      claiming.commit();
      if (rows.empty()) break;
      Transaction settling(database_);
      for (const OutboxRow& row : rows)
        tables_.outbox.sent(row.id, Receipt{row.place.id, std::to_string(row.id.value)}, kNow);
      settling.commit();
      count += static_cast<int>(rows.size());
    }
    report("deliveries, up to " + std::to_string(limit) + " to a commit", count, begin);
  }

 private:
  void turn() {
    const int number = ++turns_;
    const PersonId person{"U" + std::to_string(number % 50)};
    if (number % 50 == 1) open_occurrence(number / 50);
    tables_.inbox.record(kWorkspace, tables_key(number), kNow);
    const auto occurrence = tables_.occurrences.latest(kTeam, kRitual).value();
    auto participant =
        tables_.occurrences.participant(occurrence.id, person).value_or(Participant{occurrence.id, person});
    tables_.responses.last_before(kTeam, kRitual, person, occurrence.date);
    Response response =
        tables_.responses.of(occurrence.id, person).value_or(Response{{}, occurrence.id, person});
    response.state = Response::State::given;
    response.answers = {std::string(120, 'a'), std::string(80, 'b'), ""};
    response = tables_.responses.save(response);
    participant.state = Participant::State::answered;
    tables_.occurrences.save(participant);
    tables_.timers.set({"standup.remind", "vision/daily/" + person.value}, kNow);
    const Place room{Place::Kind::room, kWorkspace, "C" + std::to_string(number % 50)};
    tables_.outbox.add(room, Action::post, std::nullopt, std::string(600, 'm'), kNow);
    tables_.outbox.add({Place::Kind::room, kWorkspace, "C"}, Action::update, *occurrence.head,
                       std::string(600, 'h'), kNow);
  }

  std::string tables_key(int number) const { return database_.installation() + std::to_string(number); }

  void open_occurrence(int day) {
    const LocalDate date{std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) + std::chrono::days(day)};
    auto occurrence =
        tables_.occurrences.create(kTeam, kRitual, date, kNow + std::chrono::hours(24 * day)).value();
    occurrence.head =
        tables_.outbox.add({Place::Kind::room, kWorkspace, "C"}, Action::post, std::nullopt, "{}", kNow);
    tables_.occurrences.save(occurrence);
  }

  static void report(const std::string& what, int count, std::chrono::steady_clock::time_point begin) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << what << ": " << static_cast<long>(count / took.count()) << " a second (" << count << " in "
              << took.count() << " s)" << std::endl;
  }

  Database& database_;
  Tables tables_;
  int turns_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::cerr << "usage: storage_bench DATABASE-URL [TURNS], a database that holds nothing dear\n";
    return 2;
  }
  auto database = Database::open(words[1]);
  if (!database) {
    std::cerr << database.error().message << '\n';
    return 1;
  }
  const int turns = count > 2 ? std::atoi(words[2]) : 10000;
  Bench bench(**database);
  for (const int group : {1, 10, 100}) bench.turns(group, turns);
  bench.deliver(20);
}
