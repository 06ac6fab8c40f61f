// The small languages of the settings: days, times, lengths of time, addresses, names.
#include "config/values.hpp"

#include "config/addresses.hpp"
#include "config/nearest.hpp"
#include "config/text.hpp"
#include "tests/config/support.hpp"

using namespace houston;
using namespace houston::config;
using namespace std::chrono_literals;

TEST_CASE("days of the week") {
  CHECK(parse_days("mon-fri").value() == 0b0011111U);
  CHECK(parse_days("Mon, WED ,friday").value() == 0b0010101U);
  CHECK(parse_days("sat-mon").value() == 0b1100001U);
  CHECK(parse_days("mon-thu,sat").value() == 0b0101111U);
  CHECK(parse_days("tue").value() == 0b0000010U);
  CHECK(parse_days("mon-sun").value() == 0b1111111U);
  for (const char* const bad :
       {"", " ", "mo", "mon-", "-fri", "mon,,tue", "mon--fri", "everyday", "mon-tue-wed"}) {
    INFO(bad);
    CHECK(!parse_days(bad));
  }
}

TEST_CASE("times of day and lengths of time") {
  CHECK(parse_time_of_day("00:00").value().minutes == 0);
  CHECK(parse_time_of_day("23:59").value().minutes == 1439);
  for (const char* const bad :
       {"", "9", "0930", "09:3", "09:300", "24:00", "12:60", "-1:00", "09:30 ", "ab:cd"}) {
    INFO(bad);
    CHECK(!parse_time_of_day(bad));
  }
  CHECK(parse_duration("90s").value() == 90s);
  CHECK(parse_duration("1h30m").value() == 90min);
  CHECK(parse_duration("24h").value() == 24h);
  for (const char* const bad :
       {"", "60", "m", "1m1h", "1h1h", "0m", "-5m", "1.5h", "9999999h", "1 h", "1d"}) {
    INFO(bad);
    CHECK(!parse_duration(bad));
  }
  for (const Duration length :
       {Duration(1s), Duration(90s), Duration(1h), Duration(90min), Duration(3661s)}) {
    CHECK(parse_duration(to_text(length)).value() == length);
  }
  CHECK(to_text(90min) == "1h30m");
}

TEST_CASE("people, channels, names and questions") {
  for (const char* const good : {"U024BE7LH", "W0123", "@ana", "ana@example.com"})
    CHECK(parse_person(good).value() == good);
  for (const char* const bad : {"", "ana", "@", "@a b", "a@b@c", "<@U1>", "#x"}) CHECK(!parse_person(bad));
  for (const char* const good : {"#vision", "C0123ABCD", "#zespół"})
    CHECK(parse_channel(good).value() == good);
  CHECK(parse_name("zespół-1").value() == "zespół-1");
  CHECK(!parse_name(std::string(41, 'a')));
  CHECK(parse_question("  Well? ").value() == "Well?");
  CHECK(!parse_question(std::string(151, 'a')));
  std::string letters;
  for (int i = 0; i < 150; ++i) letters += "ż";
  CHECK(parse_question(letters).value() == letters);
}

TEST_CASE("addresses") {
  CHECK(parse_listen("").value().empty());
  CHECK(parse_listen("9090").value() == "127.0.0.1:9090");
  CHECK(parse_listen("[::1]:0").value() == "[::1]:0");
  CHECK(parse_database("sqlite:a/../b.db", "/x").value() == "sqlite:/x/b.db");
  CHECK(parse_database("postgres://me@h/n", "/x").value() == "postgresql://me@h/n");
  CHECK(!parse_database("postgresql://h/n?password=x", "/x"));
  CHECK(parse_secret_source("file:t", "/x").value().where == "/x/t");
  CHECK(parse_secret_source("env:A_1", "/x").value().where == "A_1");
}

TEST_CASE("the nearest word") {
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("inof", "info") == 1);
  CHECK(nearest("Quesions", {"questions", "close"}) == std::optional<std::string>("questions"));
  CHECK_FALSE(nearest("zzz", {"questions", "close"}));
  CHECK(list_words({"a", "b", "c"}) == "\"a\", \"b\" or \"c\"");
}

TEST_CASE("text") {
  CHECK(quote("a\nb") == "\"a\\x0ab\"");
  CHECK(code_points("zażółć") == 6);
  CHECK_FALSE(bad_utf8("zażółć 🚀"));
  for (const char* const bad : {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"})
    CHECK(bad_utf8(bad));
}
