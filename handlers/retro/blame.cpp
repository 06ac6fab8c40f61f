#include "handlers/retro/blame.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "config/text.hpp"

namespace houston::handlers::retro {
namespace {

using Words = std::vector<std::string>;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// One kind of apostrophe; the end of a sentence is a word of its own: ".".
Words words_as_written(std::string text) {
  for (const char* apostrophe : {"’", "‘", "`"}) {
    for (auto at = text.find(apostrophe); at != std::string::npos; at = text.find(apostrophe)) {
      text.replace(at, std::string_view(apostrophe).size(), "'");
    }
  }
  Words words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80 ||
        c == '\'' || c == '@' || c == '_') {
      word += c;
    } else {
      end();
      if (one_of(std::string_view(&c, 1), {".", "!", "?", ";"})) words.emplace_back(".");
    }
  }
  end();
  return words;
}

/// The same in lower case.
Words words_of(const std::string& text) {
  Words words = words_as_written(text);
  for (std::string& word : words) word = config::lower(word);
  return words;
}

/// "bo's" and "chris'" say "bo" and "chris".
std::optional<std::string> owner_in(const std::string& word) {
  if (word.ends_with("'s")) return word.substr(0, word.size() - 2);
  if (word.ends_with("s'")) return word.substr(0, word.size() - 1);
  return std::nullopt;
}

class Note {
 public:
  Note(const std::string& text, const std::vector<std::string>& names)
      : words_(words_of(text)), written_(words_as_written(text)) {
    for (const std::string& name : names) {
      Words parts = words_of(name);
      if (parts.empty()) continue;
      // The first of several names is what people are called by.
      if (parts.size() > 1 && parts.front().size() > 1) names_.push_back({parts.front()});
      names_.push_back(std::move(parts));
    }
    std::stable_sort(names_.begin(), names_.end(),
                     [](const Words& a, const Words& b) { return a.size() > b.size(); });
  }

  std::size_t size() const { return words_.size(); }
  std::string_view at(std::size_t i) const { return i < words_.size() ? words_[i] : std::string_view("."); }

  /// How many words from `i` on name a person, 0 for none.
  std::size_t person(std::size_t i) const {
    return named(i, [](const std::string& word, const std::string& name) { return word == name; });
  }
  /// The same for "bo's".
  std::size_t owner(std::size_t i) const {
    return named(i, [](const std::string& word, const std::string& name) { return owner_in(word) == name; });
  }
  /// "not", "isn't", "don't", "nobody" shortly before: the opposite is said.
  bool denied(std::size_t i) const {
    for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
      const std::string_view word = words_[i - back];
      if (word == ".") return false;
      if (word.ends_with("n't") || one_of(word, {"not", "never", "no", "nobody", "without"})) return true;
    }
    return false;
  }
  std::string quote(std::size_t from, std::size_t to) const {
    std::string out;
    for (; from < to && from < written_.size(); ++from) out += (out.empty() ? "" : " ") + written_[from];
    return out;
  }

 private:
  template <class Last>
  std::size_t named(std::size_t i, Last last) const {
    if (i >= words_.size()) return 0;
    if (words_[i].starts_with('@') && words_[i].size() > 1) {
      const std::string whole = owner_in(words_[i]).value_or(words_[i]);
      return last(words_[i], whole) ? 1 : 0;
    }
    for (const Words& name : names_) {
      if (i + name.size() > words_.size()) continue;
      const std::size_t end = name.size() - 1;
      if (std::equal(name.begin(), name.end() - 1, words_.begin() + static_cast<std::ptrdiff_t>(i)) &&
          last(words_[i + end], name[end])) {
        return name.size();
      }
    }
    return 0;
  }

  Words words_;
  Words written_;  ///< The same as somebody wrote them.
  std::vector<Words> names_;
};

bool fault(std::string_view word) {
  return one_of(word, {"fault", "mistake", "blunder"});
}

// Each rule looks from word `i` on, and returns how many words blame, 0 for none.

/// "Bo's fault", "his own mistake"
std::size_t somebodys_fault(const Note& note, std::size_t i) {
  std::size_t whose = note.owner(i);
  if (whose == 0 && one_of(note.at(i), {"his", "her", "their", "your"})) whose = 1;
  if (whose == 0 || note.denied(i)) return 0;
  const std::size_t next = i + whose + (note.at(i + whose) == "own" ? 1 : 0);
  return fault(note.at(next)) ? next + 1 - i : 0;
}

/// "the fault of Bo"
std::size_t fault_of(const Note& note, std::size_t i) {
  if (!fault(note.at(i)) || note.at(i + 1) != "of" || note.denied(i)) return 0;
  const std::size_t who = note.person(i + 2);
  return who == 0 ? 0 : 2 + who;
}

/// "I blame Bo", "Bo is to blame"
std::size_t to_blame(const Note& note, std::size_t i) {
  if (one_of(note.at(i), {"blame", "blaming"}) && !note.denied(i)) {
    const std::size_t who = note.person(i + 1);
    if (who > 0) return 1 + who;
  }
  const std::size_t who = note.person(i);
  if (who == 0) return 0;
  std::size_t next = i + who;
  if (one_of(note.at(next), {"is", "was"})) ++next;
  return note.at(next) == "to" && note.at(next + 1) == "blame" ? next + 2 - i : 0;
}

/// "because of Bo", but not "because of Bo's help"
std::size_t because_of(const Note& note, std::size_t i) {
  if (!one_of(note.at(i), {"because", "due"}) || !one_of(note.at(i + 1), {"of", "to"}) || note.denied(i)) {
    return 0;
  }
  const std::size_t who = note.person(i + 2);
  return who == 0 ? 0 : 2 + who;
}

/// "Bo broke the build again", "Bo keeps ignoring reviews", "Bo never answers", "Bo didn't test it"
std::size_t did_badly(const Note& note, std::size_t i) {
  const std::size_t who = note.person(i);
  if (who == 0) return 0;
  std::size_t next = i + who;
  while (one_of(note.at(next), {"always", "again", "just", "simply", "constantly", "has", "also"})) ++next;
  const std::string_view verb = note.at(next);
  if (one_of(verb, {"broke", "failed", "forgot", "forgets", "messed", "screwed", "ruined", "ignored",
                    "ignores", "botched", "sabotaged", "lied"})) {
    return next + 1 - i;
  }
  const std::string_view what = note.at(next + 1);
  if (one_of(verb, {"keeps", "kept"}) &&
      one_of(what, {"breaking", "forgetting", "ignoring", "failing", "delaying", "blocking"})) {
    return next + 2 - i;
  }
  if (one_of(verb, {"never", "didn't", "doesn't"}) &&
      one_of(what, {"test", "tests", "review", "reviews", "answer", "answers", "reply", "replies", "listen",
                    "listens", "deliver", "delivers", "check", "checks", "bother", "care", "cares"})) {
    return next + 2 - i;
  }
  return 0;
}

/// "Bo is too careless"
std::size_t is_bad(const Note& note, std::size_t i) {
  const std::size_t who = note.person(i);
  if (who == 0 || !one_of(note.at(i + who), {"is", "was"})) return 0;
  std::size_t next = i + who + 1;
  while (one_of(note.at(next), {"so", "too", "very", "always", "just", "really"})) ++next;
  const bool bad = one_of(note.at(next), {"lazy", "careless", "incompetent", "useless", "unreliable",
                                          "sloppy", "stupid", "hopeless", "rude"});
  return bad ? next + 1 - i : 0;
}

}  // namespace

std::optional<std::string> blame(const std::string& text, const std::vector<std::string>& names,
                                 bool praise) {
  const Note note(text, names);
  using Rule = std::size_t (*)(const Note&, std::size_t);
  std::vector<Rule> rules{somebodys_fault, fault_of, to_blame, is_bad};
  if (!praise) rules.insert(rules.end(), {because_of, did_badly});
  for (std::size_t i = 0; i < note.size(); ++i) {
    for (const Rule rule : rules) {
      if (const std::size_t words = rule(note, i); words > 0) return note.quote(i, i + words);
    }
  }
  return std::nullopt;
}

}  // namespace houston::handlers::retro
