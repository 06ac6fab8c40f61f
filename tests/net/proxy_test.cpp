#include "bot/net/proxy.hpp"

#include <map>

#include "tests/support/catch.hpp"

using houston::net::parse_url;
using houston::net::proxy_from_environment;
using houston::net::ProxySettings;

namespace {

houston::Result<ProxySettings> from(std::map<std::string, std::string> environment) {
  return proxy_from_environment([&](const std::string& name) { return environment[name]; });
}

bool proxied(const ProxySettings& settings, const char* url) {
  return settings.for_url(*parse_url(url)) != nullptr;
}

}  // namespace

TEST_CASE("without HTTPS_PROXY there is no proxy") {
  const auto settings = from({{"NO_PROXY", "x"}});
  REQUIRE(settings.has_value());
  CHECK_FALSE(proxied(*settings, "https://slack.com/"));
}

TEST_CASE("HTTPS_PROXY serves secure URLs that are not on this machine") {
  const auto settings = from({{"HTTPS_PROXY", "http://proxy.example:3128"}});
  REQUIRE(settings.has_value());
  CHECK(settings->proxy->host == "proxy.example");
  CHECK(settings->proxy->port == 3128);
  CHECK(settings->authorization.empty());
  CHECK(proxied(*settings, "https://slack.com/"));
  CHECK(proxied(*settings, "wss://slack.com/"));
  CHECK_FALSE(proxied(*settings, "http://slack.com/"));
  CHECK_FALSE(proxied(*settings, "https://localhost:4/"));
  CHECK_FALSE(proxied(*settings, "https://[::1]:4/"));
}

TEST_CASE("the small letters win, a scheme may be missing, and so may the port") {
  const auto settings = from({{"HTTPS_PROXY", "http://big:1"}, {"https_proxy", "small"}});
  REQUIRE(settings.has_value());
  CHECK(settings->proxy->host == "small");
  CHECK(settings->proxy->port == 1080);
}

TEST_CASE("user and password go into the authorization and out of the URL") {
  const auto settings = from({{"https_proxy", "http://Ana:p%40ss+w@proxy:80/"}});
  REQUIRE(settings.has_value());
  CHECK(settings->proxy->host == "proxy");
  CHECK(settings->proxy->port == 80);
  CHECK(settings->authorization.reveal() == "Basic QW5hOnBAc3Mrdw==");
}

TEST_CASE("a proxy that cannot be used is refused without repeating its password") {
  const std::string text = GENERATE(as<std::string>(), "https://u:hunter2@proxy", "socks5://u:hunter2@proxy",
                                    "http://u:hunter2@", "http://u:hunter2@proxy:x");
  const auto settings = from({{"HTTPS_PROXY", text}});
  REQUIRE(settings.has_error());
  CHECK(settings.error().message.find("HTTPS_PROXY") != std::string::npos);
  CHECK(settings.error().message.find("hunter2") == std::string::npos);
}

TEST_CASE("NO_PROXY names hosts, suffixes and networks") {
  struct Row {
    const char *exceptions, *url;
    bool direct;
  };
  const Row row = GENERATE(values<Row>({
      {"slack.com", "https://slack.com/", true},
      {"slack.com", "https://wss.slack.com/", true},
      {".slack.com", "https://slack.com/", true},
      {"slack.com", "https://notslack.com/", false},
      {"a.example, SLACK.com", "https://slack.com/", true},
      {"a.example b.example", "https://b.example/", true},
      {"*", "https://slack.com/", true},
      {"192.168.0.0/16", "https://192.168.7.7/", true},
      {"192.168.0.0/16", "https://192.169.7.7/", false},
      {"10.0.0.1", "https://10.0.0.1/", true},
      {"[2001:db8::1]", "https://[2001:db8::1]/", true},
      {"2001:db8::/32", "https://[2001:db8:1::]/", true},
      {"2001:db8::/200", "https://[2001:db8:1::]/", false},
      {",, .", "https://slack.com/", false},
  }));
  INFO(row.exceptions << " and " << row.url);
  const auto settings = from({{"HTTPS_PROXY", "http://proxy:1"}, {"NO_PROXY", row.exceptions}});
  REQUIRE(settings.has_value());
  CHECK(proxied(*settings, row.url) != row.direct);
}
