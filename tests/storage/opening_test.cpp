// What open() says about a database that cannot be used, and what to do.
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

std::string url(const std::filesystem::path& file) {
  return "sqlite:" + file.string();
}

}  // namespace

TEST_CASE("a file that is no database is refused and left as it is", "[storage]") {
  Folder folder;
  const std::string text = "Dear diary, this is no database at all." + std::string(2000, '.');
  write(folder / "diary.txt", text);
  const std::string said = refusal(url(folder / "diary.txt"));
  CHECK(holds(said, "damaged or is no database"));
  CHECK(holds(said, "backup"));
  CHECK(std::filesystem::file_size(folder / "diary.txt") == text.size());
}

TEST_CASE("a damaged database is refused", "[storage]") {
  Folder folder;
  const auto file = folder / "houston.db";
  {
    auto database = Database::open(url(file));
    REQUIRE(database.has_value());
    Tables tables(**database);
    Transaction transaction(**database);
    for (int i = 0; i < 2000; ++i) tables.inbox.record(kAcme, "event-" + std::to_string(i), at(i));
    transaction.commit();
  }
  // The log is in the file now. Tear pages out of its middle.
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto size = std::filesystem::file_size(file);
  REQUIRE(size > 65536);
  bytes.seekp(static_cast<std::streamoff>(size / 2));
  bytes << std::string(20000, '\x5a');
  bytes.close();
  const std::string said = refusal(url(file));
  CHECK(holds(said, "damaged"));
  CHECK(holds(said, ".recover"));
}

TEST_CASE("a database cut short is refused", "[storage]") {
  Folder folder;
  const auto file = folder / "houston.db";
  REQUIRE(Database::open(url(file)).has_value());
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  CHECK(holds(refusal(url(file)), "damaged"));
}

TEST_CASE("another program's database is refused", "[storage]") {
  FreshDatabase fresh(Engine::sqlite);
  fresh.execute("create table recipes (id integer)");
  CHECK(holds(refusal(fresh.url()), "another program"));
  CHECK(fresh.ask("select count(*) from sqlite_master") == "1");
}

TEST_CASE("a missing folder, a folder for a file, and no name at all are told apart", "[storage]") {
  Folder folder;
  CHECK(holds(refusal(url(folder / "nowhere/houston.db")), "there is no folder"));
  CHECK(holds(refusal(url(folder.path())), "it is a folder"));
  CHECK(holds(refusal("sqlite:"), "Name a file"));
  CHECK(holds(refusal("sqlite::memory:"), "Name a file"));
  CHECK(holds(refusal("mysql://x"), "sqlite:PATH"));
}

TEST_CASE("a database file is only its owner's to read, and its name may hold blanks", "[storage]") {
  Folder folder;
  const auto file = folder / "our team = good/houston's  own.db";
  std::filesystem::create_directory(file.parent_path());
  CHECK(refusal(url(file)) == "");
  struct stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("a folder or file that cannot be written is refused", "[storage]") {
  // Root may write everywhere; the test then runs as nobody.
  Folder folder;
  const auto file = folder / "houston.db";
  const auto locked = folder / "locked";
  REQUIRE(refusal(url(file)) == "");
  std::filesystem::create_directory(locked);
  ::chmod(folder.path().c_str(), 0777);
  ::chmod(file.c_str(), 0444);
  ::chmod(locked.c_str(), 0555);
  const bool root = ::geteuid() == 0;
  if (root) REQUIRE(::seteuid(65534) == 0);
  const std::string about_file = refusal(url(file));
  // access() asks for the real user.
  if (root) REQUIRE((::seteuid(0) == 0 && ::setreuid(65534, 0) == 0 && ::seteuid(65534) == 0));
  const std::string about_folder = refusal(url(locked / "houston.db"));
  if (root) REQUIRE((::seteuid(0) == 0 && ::setreuid(0, 0) == 0));
  CHECK(holds(about_file, "the right to write it"));
  CHECK(holds(about_folder, "the right to write it"));
}

TEST_CASE("a server that does not answer is named without its password", "[storage]") {
  // Port 1 of loopback: nothing listens there.
  const std::string said = refusal("postgresql://houston:hunter2@127.0.0.1:1/team");
  CHECK(holds(said, "postgresql://houston@127.0.0.1:1/team"));
  CHECK(holds(said, "cannot be reached"));
  CHECK(holds(said, "Is the server running"));
  CHECK_FALSE(holds(said, "hunter2"));
  // Not a URL: what libpq says of it would repeat it.
  const std::string wrong = refusal("postgresql://houston:hunter2@[::1/team?sslmode");
  CHECK(holds(wrong, "not a PostgreSQL URL"));
  CHECK_FALSE(holds(wrong, "hunter2"));
}

TEST_CASE("a database that does not exist on the server is named", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  FreshDatabase fresh(Engine::postgresql);
  const std::string said = refusal(fresh.url() + "_not");
  CHECK(holds(said, "does not exist"));
}
