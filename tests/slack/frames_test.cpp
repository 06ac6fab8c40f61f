#include "bot/slack/frames.hpp"

#include "tests/support/catch.hpp"

namespace houston::bot::slack {

TEST_CASE("Frames of a Socket Mode connection") {
  const auto hello = std::get<Hello>(read_frame(
      R"({"type":"hello","num_connections":1,"debug_info":{"host":"h","approximate_connection_time":18060}})"));
  CHECK(hello.lifetime == std::chrono::seconds(18060));
  CHECK(std::get<Hello>(read_frame(R"({"type":"hello"})")).lifetime == std::chrono::seconds(0));
  CHECK(std::get<Hello>(read_frame(R"({"type":"hello","debug_info":{"approximate_connection_time":-5}})"))
            .lifetime == std::chrono::seconds(0));
  CHECK(std::get<Disconnect>(read_frame(R"({"type":"disconnect","reason":"refresh_requested"})")).reason ==
        "refresh_requested");
  const auto envelope = std::get<Envelope>(read_frame(
      R"({"type":"slash_commands","envelope_id":"e","accepts_response_payload":true,"payload":{}})"));
  CHECK(envelope.id == "e");
  CHECK(envelope.takes_payload);
  CHECK_FALSE(std::get<Envelope>(read_frame(R"({"type":"new","envelope_id":"e"})")).takes_payload);
}

TEST_CASE("Frames that make no sense") {
  CHECK(std::get<BadFrame>(read_frame("")).why == "not_json");
  CHECK(std::get<BadFrame>(read_frame("{\"type\":")).why == "not_json");
  CHECK(std::get<BadFrame>(read_frame("[1]")).why == "not_an_object");
  CHECK(std::get<BadFrame>(read_frame("null")).why == "not_an_object");
  CHECK(std::get<BadFrame>(read_frame(R"({"type":"brand_new"})")).why == "unknown_type");
  CHECK(std::get<BadFrame>(read_frame(R"({"type":"events_api","envelope_id":5})")).why == "unknown_type");
}

TEST_CASE("Acknowledgements") {
  CHECK(acknowledgement("e-1", "") == R"({"envelope_id":"e-1"})");
  CHECK(acknowledgement("e\"1", R"({"text":"hi"})") == R"({"envelope_id":"e\"1","payload":{"text":"hi"}})");
}

}  // namespace houston::bot::slack
