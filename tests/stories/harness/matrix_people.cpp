#include "tests/stories/harness/matrix_people.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <system_error>

#include "tests/support/patience.hpp"

extern char** environ;

namespace houston::tests {
namespace {

void pipe_or_throw(int (&ends)[2]) {
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
}

}  // namespace

MatrixPeople::MatrixPeople() {
  int in[2];
  int out[2];
  pipe_or_throw(in);
  pipe_or_throw(out);
  // Writing to a Node that has died is an error to tell of, not the end of the test.
  ::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> words{HOUSTON_NODE, HOUSTON_PEERS "/matrix_people.js"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<std::string> variables{"NODE_PATH=" HOUSTON_PEERS_MODULES "/node_modules"};
  for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
  const int error = posix_spawnp(&pid_, arguments[0], &files, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&files);
  ::close(in[0]);
  ::close(out[1]);
  to_ = in[1];
  from_ = out[0];
  if (error != 0) throw std::system_error(error, std::generic_category(), "starting " HOUSTON_NODE);
}

MatrixPeople::~MatrixPeople() {
  ::close(to_);
  ::close(from_);
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

MatrixPeople::Json MatrixPeople::ask(const std::string& what, const std::string& who, Json details) {
  details["id"] = ++last_;
  details["do"] = what;
  details["who"] = who;
  const std::string line = details.dump() + "\n";
  for (std::size_t sent = 0; sent < line.size();) {
    const auto put = ::write(to_, line.data() + sent, line.size() - sent);
    if (put <= 0) throw std::runtime_error("the people's Node has ended");
    sent += static_cast<std::size_t>(put);
  }
  using namespace std::chrono;
  const auto patience = steady_clock::now() + seconds(120 * test::kTimeFactor);
  while (true) {
    if (const auto end = unread_.find('\n'); end != std::string::npos) {
      Json answer = Json::parse(unread_.substr(0, end));
      unread_.erase(0, end + 1);
      if (answer.contains("error")) throw std::runtime_error(who + ": " + answer["error"].get<std::string>());
      return answer;
    }
    pollfd readable{from_, POLLIN, 0};
    if (::poll(&readable, 1, 200) > 0) {
      char text[65536];
      const auto got = ::read(from_, text, sizeof text);
      if (got <= 0) throw std::runtime_error("the people's Node has ended");
      unread_.append(text, static_cast<std::size_t>(got));
    } else if (steady_clock::now() > patience) {
      throw std::runtime_error("the people's Node is silent: " + who + " " + what);
    }
  }
}

void MatrixPeople::add(const std::string& who, const std::string& url, const std::string& token,
                       const std::string& houston, const std::string& name, const std::string& zone) {
  ask("add", who, {{"url", url}, {"token", token}, {"houston", houston}, {"name", name}, {"zone", zone}});
}

std::string MatrixPeople::create_room(const std::string& who, Json request) {
  return ask("create_room", who, {{"request", std::move(request)}}).at("room");
}

void MatrixPeople::join(const std::string& who, const std::string& room) {
  ask("join", who, {{"room", room}});
}

void MatrixPeople::invite(const std::string& who, const std::string& room, const std::string& whom) {
  ask("invite", who, {{"room", room}, {"whom", whom}});
}

void MatrixPeople::leave(const std::string& who, const std::string& room) {
  ask("leave", who, {{"room", room}});
}

std::string MatrixPeople::direct(const std::string& who) {
  return ask("direct", who).at("room");
}

std::string MatrixPeople::say(const std::string& who, const std::string& room, const std::string& text,
                              const std::string& thread) {
  return ask("say", who, {{"room", room}, {"text", text}, {"thread", thread}}).at("event");
}

std::string MatrixPeople::edit(const std::string& who, const std::string& room, const std::string& event,
                               const std::string& text) {
  return ask("edit", who, {{"room", room}, {"event", event}, {"text", text}}).at("event");
}

std::string MatrixPeople::react(const std::string& who, const std::string& room, const std::string& event,
                                const std::string& key) {
  return ask("react", who, {{"room", room}, {"event", event}, {"key", key}}).at("event");
}

std::string MatrixPeople::vote(const std::string& who, const std::string& room, const std::string& event,
                               const std::vector<std::string>& answers) {
  return ask("vote", who, {{"room", room}, {"event", event}, {"answers", answers}}).at("event");
}

std::string MatrixPeople::redact(const std::string& who, const std::string& room, const std::string& event) {
  return ask("redact", who, {{"room", room}, {"event", event}}).at("event");
}

std::vector<Seen> MatrixPeople::seen(const std::string& who) {
  std::vector<Seen> all;
  const Json answer = ask("seen", who);
  heard_[who] = answer.at("heard");
  for (const Json& room : answer.at("rooms")) {
    for (const Json& message : room.at("messages")) {
      if (message.at("redacted") == true) continue;
      Seen one;
      one.room = room.at("room");
      one.event = message.at("event");
      one.sender = message.at("sender");
      one.body = message.at("body");
      one.type = message.value("type", "");
      one.thread = message.at("thread").is_string() ? message.at("thread").get<std::string>() : "";
      one.key = message.at("key");
      one.at = message.at("at");
      one.edits = message.at("edits");
      for (const Json& reaction : message.at("reactions")) {
        one.reactions.push_back({reaction.at("key"), reaction.at("sender"), reaction.at("event")});
      }
      if (message.contains("poll")) {
        const Json& asked = message.at("poll");
        Seen::Poll poll;
        for (const Json& answer : asked.at("answers"))
          poll.answers.emplace_back(answer.at("id"), answer.at("text"));
        poll.most = asked.at("most");
        poll.disclosed = asked.at("kind") != "org.matrix.msc3381.poll.undisclosed";
        poll.ended = message.value("ended", false);
        one.poll = std::move(poll);
      }
      all.push_back(std::move(one));
    }
  }
  return all;
}

void MatrixPeople::hear(const std::string& who, std::chrono::milliseconds most) {
  ask("hear", who, {{"more", heard_[who]}, {"most", most.count()}});
}

void MatrixPeople::caught_up() {
  ask("caught_up", "");
}

}  // namespace houston::tests
