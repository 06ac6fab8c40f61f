#include "bot/matrix/render_message.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "bot/matrix/choices.hpp"
#include "bot/matrix/html.hpp"
#include "bot/matrix/ids.hpp"
#include "bot/spans.hpp"
#include "bot/text.hpp"
#include "config/reactions.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;

constexpr std::size_t message_limit = 48000;  // of content_limit; the rest is an edit's fallback
constexpr std::size_t choices_limit = 24000;
constexpr std::size_t fallback_limit = 7000;
constexpr std::size_t part_limit = 2000;  // units of text that stay or go together
constexpr std::size_t heading_limit = 300;
constexpr std::size_t frame = 600;  // names of keys, tags, the line that says what was left out

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Something to show, whole or not at all. Pieces of one group stand inside of one pair of tags.
struct Piece {
  Twin twin;
  int group = 0;
  std::string_view open;
  std::string_view close;
  std::string_view before;  ///< In the body, between it and what stands before it.
  bool keep = false;
};

std::size_t cost(const Piece& piece) {
  std::size_t bytes = dump(piece.twin.plain).size() + dump(piece.twin.html).size() + piece.before.size() * 2 +
                      piece.open.size() + piece.close.size();
  for (const std::string& person : piece.twin.people) bytes += dump(person).size() + 1;
  return bytes;
}

// Every line with "> " before it. `at_start`: the text begins a line; afterwards: what comes next does.
std::string quoted(const std::string& text, bool& at_start) {
  std::string out;
  for (const char c : text) {
    if (at_start) out += "> ";
    at_start = c == '\n';
    out += c;
  }
  return out;
}

std::string indented(const std::string& text, std::size_t by) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\n') out.append(by, ' ');
  }
  return out;
}

class Pieces {
 public:
  // `choices`: those of the message that are shown, in order.
  Pieces(const Look& look, const std::vector<Choice>& choices) : look_(look), choices_(choices) {}

  std::vector<Piece> take() { return std::move(pieces_); }

  void operator()(const chat::Heading& heading) {
    Twin twin = twin_of_line(cut(heading.text, heading_limit));
    if (blank(chat::plain(twin.plain))) return;
    ++group_;
    add(std::move(twin), "<h4>", "</h4>", "\n\n");
  }

  void operator()(const chat::Paragraph& block) { flow(block.text, "<p>", "</p>", "\n\n"); }

  void operator()(const chat::Quote& quote) {
    if (blank(quote.text)) return;
    ++group_;
    bool at_start = true;
    std::string_view before = "\n\n";
    for (const chat::Text& part : divide(quote.text, part_limit)) {
      Twin twin = twin_of(part, look_);
      twin.plain = quoted(twin.plain, at_start);
      add(std::move(twin), "<blockquote>", "</blockquote>", before);
      before = "";
    }
  }

  void operator()(const chat::List& list) {
    ++group_;
    std::string_view before = "\n";
    int number = 0;
    for (const chat::Text& item : list.items) {
      if (blank(item)) continue;
      ++number;
      const std::string marker = list.numbered ? std::to_string(number) + ". " : "• ";
      Twin twin = twin_of(item, look_);
      twin.plain = marker + indented(twin.plain, list.numbered ? marker.size() : 2);
      twin.html = "<li>" + twin.html + "</li>";
      add(std::move(twin), list.numbered ? "<ol>" : "<ul>", list.numbered ? "</ol>" : "</ul>", before);
      before = "\n";
    }
  }

  void operator()(const chat::Fields& block) {
    std::string_view before = "\n\n";
    for (const chat::Field& field : block.fields) {
      const std::string label = one_line(clean(field.label));
      if (blank(chat::plain(label)) && blank(field.value)) continue;
      chat::Text text;
      if (!blank(chat::plain(label))) {
        const bool lines = chat::plain_text(field.value, nullptr).find('\n') != std::string::npos;
        text = {chat::bold(label + ":"), chat::Plain{lines ? "\n" : " "}};
      }
      text.insert(text.end(), field.value.begin(), field.value.end());
      flow(text, "<p>", "</p>", before);
      before = "\n";
    }
  }

  void operator()(const chat::Buttons& block) {
    Twin twin;
    const auto add_one = [&](const Twin& one) {
      if (!twin.plain.empty()) twin += {" · ", " · ", {}};
      twin += one;
    };
    for (const chat::Button& button : block.buttons) {
      if (block.secret && !look_.direct) {
        // Everybody would see a reaction.
        add_one(button.command.empty() ? twin_of_line(button.label)
                                       : twin_of({chat::code(button.command)}, look_));
        secret_ = true;
      } else if (shown_ < choices_.size()) {
        const Choice& choice = choices_[shown_++];
        add_one({choice.key + " ", choice.key + " ", {}});
        twin.plain.pop_back();
        twin.html.pop_back();
        Twin words = twin_of_line(" " + choice.label);
        twin += {words.plain, " <strong>" + words.html.substr(1) + "</strong>", {}};
        chosen_ = true;
      } else {
        ++left_out_;
      }
    }
    if (twin.plain.empty()) return;
    ++group_;
    add(std::move(twin), "<p>", "</p>", "\n", true);
  }

  void operator()(const chat::Divider&) {
    ++group_;
    add({"———", "<hr>", {}}, "", "", "\n\n");
  }

  void operator()(const chat::Context& context) { flow(context.text, "<p><em>", "</em></p>", "\n"); }

  void operator()(const chat::Image& image) {
    const std::string alt = one_line(clean(image.alt));
    const bool web = safe_url(image.url) && !image.url.starts_with("mailto:");
    if (!web) return flow(chat::plain(alt), "<p>", "</p>", "\n\n");
    flow({chat::Link{image.url, alt}}, "<p>", "</p>", "\n\n");
  }

  // As text: of a poll that is one, for clients that know no polls.
  void operator()(const chat::Poll& poll) {
    flow(chat::plain(poll.question), "<p>", "</p>", "\n\n");
    chat::List answers;
    for (const chat::Poll::Answer& answer : poll.answers) answers.items.push_back(chat::plain(answer.label));
    (*this)(answers);
  }

  // How to choose, once, below the last buttons.
  void explain() {
    std::string words;
    if (left_out_ > 0) {
      words = "… and " + std::to_string(left_out_) + " more to choose from, too many to show here. ";
    }
    if (chosen_ && choices_.size() == 1) {
      words += "React with " + choices_.front().key;
      words += look_.direct ? ", or answer with the words beside it. " : " to choose it. ";
    } else if (chosen_) {
      words += "React with a sign to choose";
      words += look_.direct ? ", or answer with its number or the words beside it. " : ". ";
    }
    if (secret_) {
      words += "Type your choice to me in our direct messages: there nobody else sees it. ";
    }
    if (words.empty()) return;
    words.pop_back();
    ++group_;
    add(twin_of_line(words), "<p><em>", "</em></p>", "\n", true);
  }

 private:
  void add(Twin twin, std::string_view open, std::string_view close, std::string_view before,
           bool keep = false) {
    pieces_.push_back({std::move(twin), group_, open, close, before, keep});
  }

  void flow(const chat::Text& text, std::string_view open, std::string_view close, std::string_view before) {
    if (blank(text)) return;
    ++group_;
    for (const chat::Text& part : divide(text, part_limit)) {
      add(twin_of(part, look_), open, close, before);
      before = "";
    }
  }

  const Look& look_;
  const std::vector<Choice>& choices_;
  std::vector<Piece> pieces_;
  int group_ = 0;
  std::size_t shown_ = 0;
  int left_out_ = 0;
  bool chosen_ = false;
  bool secret_ = false;
};

Piece more_line(std::size_t left_out) {
  const std::string words = "… and " + std::to_string(left_out) + " more " +
                            (left_out == 1 ? "part" : "parts") + ", too long to show here";
  return {twin_of_line(words), -1, "<p><em>", "</em></p>", "\n\n", true};
}

// Leaves out from the end what exceeds the limit, but no buttons.
std::vector<Piece> fit(std::vector<Piece> pieces, std::size_t limit) {
  std::size_t all = 0;
  std::size_t kept = 0;
  for (const Piece& piece : pieces) {
    all += cost(piece);
    if (piece.keep) kept += cost(piece);
  }
  if (all <= limit) return pieces;
  std::vector<Piece> out;
  std::optional<std::size_t> gap;
  std::size_t left_out = 0;
  std::size_t used = kept;
  for (Piece& piece : pieces) {
    if (!piece.keep) {
      if (gap || used + cost(piece) > limit) {
        if (!gap) gap = out.size();
        ++left_out;
        continue;
      }
      used += cost(piece);
    }
    out.push_back(std::move(piece));
  }
  if (gap) out.insert(out.begin() + static_cast<std::ptrdiff_t>(*gap), more_line(left_out));
  return out;
}

Twin joined(const std::vector<Piece>& pieces) {
  Twin all;
  const Piece* last = nullptr;
  for (const Piece& piece : pieces) {
    const bool same = last != nullptr && last->group == piece.group;
    if (!same && last != nullptr) all.html += last->close;
    if (!same) all.html += piece.open;
    if (last != nullptr) all.plain += piece.before;
    all += piece.twin;
    last = &piece;
  }
  if (last != nullptr) all.html += last->close;
  return all;
}

// Those that there is room for.
std::vector<Choice> shown_choices(const chat::Message& message, const Look& look) {
  std::vector<Choice> choices = choices_of(message, look.direct);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Twin label = twin_of_line(choices[i].label);
    bytes += dump(to_json({choices[i]})).size() + dump(label.plain).size() + dump(label.html).size() + 60;
    if (bytes > choices_limit) {
      choices.resize(i);
      break;
    }
  }
  return choices;
}

json content_of(const chat::Message& message, const Look& look) {
  const std::vector<Choice> choices = shown_choices(message, look);
  const json choices_json = to_json(choices);
  Pieces renderer(look, choices);
  for (const chat::Block& block : message.blocks) std::visit(renderer, block);
  renderer.explain();
  std::vector<Piece> pieces = renderer.take();
  const std::string summary = one_line(harmless(message.summary));
  Piece first{twin_of_line(cut(blank(chat::plain(summary)) ? "A message from Houston" : summary, part_limit)),
              0,
              "<p>",
              "</p>",
              "",
              false};
  // Clients take lines at the start that begin with "> " for the message that is answered, and hide them.
  if (pieces.empty() || pieces.front().twin.plain.starts_with('>')) {
    pieces.insert(pieces.begin(), std::move(first));
  }
  const std::size_t limit = message_limit - frame - (choices.empty() ? 0 : dump(choices_json).size());
  const Twin twin = joined(fit(std::move(pieces), limit));

  json content = {{"msgtype", look.direct || !twin.people.empty() ? "m.text" : "m.notice"},
                  {"body", harmless(twin.plain)},  // again: spans may have met as "@room"
                  {"format", "org.matrix.custom.html"},
                  {"formatted_body", twin.html},
                  {"m.mentions", json::object()}};
  if (!twin.people.empty()) content["m.mentions"]["user_ids"] = twin.people;
  if (!choices.empty()) content["dev.houston.buttons"] = choices_json;
  return content;
}

std::string fallback_of(const std::string& body) {
  std::string fallback = "* " + body;
  for (std::size_t units = 3000; dump(fallback).size() > fallback_limit; units /= 2) {
    fallback = "* " + cut(body, units);
  }
  return fallback;
}

}  // namespace

json render(const chat::Message& message, const Look& look) {
  return content_of(message, look);
}

json render_edit(const chat::Message& message, const Look& look, std::string_view event) {
  json now = content_of(message, look);
  json content = {{"msgtype", now["msgtype"]},
                  {"body", fallback_of(now["body"].get_ref<const std::string&>())},
                  {"m.mentions", json::object()},
                  {"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", event}}}};
  content["m.new_content"] = std::move(now);
  return content;
}

void put_in_thread(json& content, std::string_view root) {
  content["m.relates_to"] = {{"rel_type", "m.thread"},
                             {"event_id", root},
                             {"is_falling_back", true},
                             {"m.in_reply_to", {{"event_id", root}}}};
}

json render_reaction(std::string_view event, std::string_view name) {
  std::string key = config::reaction_emoji(name);
  if (key.empty()) key = config::is_emoji(name) ? clean(name) : ":" + clean(name) + ":";
  return {{"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", event}, {"key", key}}}};
}

std::string typed_command(const chat::Invocation& invocation) {
  return "!houston " + invocation.command;
}

}  // namespace houston::bot::matrix
