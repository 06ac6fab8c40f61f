// Secrets: where they are read from, and that they are seen nowhere.
#include "config/secret.hpp"

#include <sys/stat.h>

#include "tests/config/support.hpp"

using namespace houston;
using namespace houston::config;

TEST_CASE("a secret is read from an environment variable or a file, blanks around it dropped") {
  ::setenv("HOUSTON_TEST_TOKEN", " xoxb-from-environment\n", 1);
  const auto from_env = read_secret({SecretSource::Kind::environment, "HOUSTON_TEST_TOKEN"});
  REQUIRE(from_env.has_value());
  CHECK(from_env->reveal() == "xoxb-from-environment");
  ::unsetenv("HOUSTON_TEST_TOKEN");

  const Folder folder;
  const auto file = folder.write("token", "xoxb-from-a-file\n");
  const auto from_file = read_secret({SecretSource::Kind::file, file.string()});
  REQUIRE(from_file.has_value());
  CHECK(from_file->reveal() == "xoxb-from-a-file");
}

TEST_CASE("a secret that is not there is an error that names where it should be") {
  ::unsetenv("HOUSTON_TEST_TOKEN");
  const auto unset = read_secret({SecretSource::Kind::environment, "HOUSTON_TEST_TOKEN"});
  REQUIRE(!unset);
  CHECK(unset.error().message.find("HOUSTON_TEST_TOKEN") != std::string::npos);
  ::setenv("HOUSTON_TEST_TOKEN", "", 1);
  CHECK(!read_secret({SecretSource::Kind::environment, "HOUSTON_TEST_TOKEN"}));
  ::unsetenv("HOUSTON_TEST_TOKEN");

  const Folder folder;
  const auto missing = read_secret({SecretSource::Kind::file, (folder.path() / "none").string()});
  REQUIRE(!missing);
  CHECK(missing.error().message.find("none") != std::string::npos);
  CHECK(!read_secret({SecretSource::Kind::file, folder.path().string()}));
  CHECK(!read_secret({SecretSource::Kind::file, folder.write("empty", "\n").string()}));
  const auto two =
      read_secret({SecretSource::Kind::file, folder.write("two", "hush-hush-1\nhush-hush-2\n").string()});
  REQUIRE(!two);
  CHECK(two.error().message.find("hush") == std::string::npos);
}

TEST_CASE("redact hides what was registered and what looks like a token") {
  const Secret secret("correct-horse-battery");
  CHECK(redact("Bearer correct-horse-battery!") == "Bearer [secret]!");
  CHECK(redact("correct-horse-batterycorrect-horse-battery") == "[secret]");
  CHECK(redact("token xoxb-1-a_B, xapp-2-c") == "token [secret], [secret]");
  CHECK(redact("xoxe.xoxb-1-abc") == "xoxe.[secret]");
  CHECK(redact("wss://slack.example/link?ticket=abc-123&app_id=9") ==
        "wss://slack.example/link?ticket=[secret]&app_id=9");
  CHECK(redact("nothing here, not even xoxb- alone") == "nothing here, not even xoxb- alone");
  CHECK(redact("").empty());
  // Too short to be one: registering it would blank out ordinary words.
  const Secret tiny("an");
  CHECK(redact("an answer") == "an answer");
}
