#include "bot/net/url.hpp"

#include "tests/support/catch.hpp"

using houston::net::form_decode;
using houston::net::parse_url;
using houston::net::percent_encode;
using houston::net::Url;

TEST_CASE("URLs are taken apart") {
  struct Row {
    const char *text, *scheme, *host;
    int port;
    const char *target, *header;
  };
  const Row row = GENERATE(values<Row>({
      {"https://slack.com/api/", "https", "slack.com", 443, "/api/", "slack.com"},
      {"HTTPS://Slack.COM", "https", "slack.com", 443, "/", "slack.com"},
      {"http://localhost:8080?q=1#part", "http", "localhost", 8080, "/?q=1", "localhost:8080"},
      {"wss://wss-primary.slack.com/link/?ticket=a%20b&app_id=c", "wss", "wss-primary.slack.com", 443,
       "/link/?ticket=a%20b&app_id=c", "wss-primary.slack.com"},
      {"ws://[::1]:9/x", "ws", "::1", 9, "/x", "[::1]:9"},
      {"https://[2001:DB8::1]/", "https", "2001:db8::1", 443, "/", "[2001:db8::1]"},
      {"http://127.0.0.1:80/", "http", "127.0.0.1", 80, "/", "127.0.0.1"},
      {"https://a.example:/x", "https", "a.example", 443, "/x", "a.example"},
  }));
  INFO(row.text);
  const auto url = parse_url(row.text);
  REQUIRE(url.has_value());
  CHECK(url->scheme == row.scheme);
  CHECK(url->host == row.host);
  CHECK(url->port == row.port);
  CHECK(url->target == row.target);
  CHECK(url->host_header() == row.header);
}

TEST_CASE("what is no URL is refused without repeating it") {
  const std::string text =
      GENERATE(as<std::string>(), "", "slack.com", "ftp://x.secret/", "https://", "https:///x.secret",
               "https://user:secret@h/", "https://h:0/secret", "https://h:65536/secret",
               "https://h:8a/secret", "https://h/secret\r\nX: y", "https://h/a secret", "https://[::1/secret",
               "https://[secret]/", "https://[::1]x/secret", "https://secret\xC3\xA9/", "https://h%41/secret",
               "//h/secret", "https:/h/secret");
  INFO(text);
  const auto url = parse_url(text);
  REQUIRE(url.has_error());
  CHECK_FALSE(url.error().message.empty());
  CHECK(url.error().message.find("secret") == std::string::npos);
}

TEST_CASE("loopback is known by its names and its whole network") {
  const auto loopback = [](const char* text) { return parse_url(text)->loopback(); };
  CHECK(loopback("http://localhost/"));
  CHECK(loopback("http://127.0.0.1/"));
  CHECK(loopback("http://127.9.8.7/"));
  CHECK(loopback("http://[::1]/"));
  CHECK_FALSE(loopback("http://128.0.0.1/"));
  CHECK_FALSE(loopback("http://localhost.example.com/"));
  CHECK_FALSE(loopback("http://127.0.0.1.example.com/"));
  CHECK_FALSE(loopback("http://[::2]/"));
}

TEST_CASE("percent-encoding and form decoding") {
  CHECK(percent_encode("aZ09-._~ +&=/\xC3\xA9") == "aZ09-._~%20%2B%26%3D%2F%C3%A9");
  CHECK(form_decode("a+b%20c%2B%c3%A9") == "a b c+\xC3\xA9");
  CHECK(form_decode("100% %4 %zz %") == "100% %4 %zz %");
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  CHECK(form_decode(percent_encode(all)) == all);
}
