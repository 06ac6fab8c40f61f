#include "config/secret.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace houston {
namespace {

constexpr std::string_view kMask = "[secret]";
// A shorter text would blank out ordinary words wherever they occur, and no real token is as short.
constexpr std::size_t kShortestSecret = 6;

class Registry {
 public:
  void add(const std::string& text) {
    const std::unique_lock lock(mutex_);
    if (std::find(texts_.begin(), texts_.end(), text) == texts_.end()) texts_.push_back(text);
  }

  template <class Visit>
  void each(Visit visit) const {
    const std::shared_lock lock(mutex_);
    for (const std::string& text : texts_) visit(text);
  }

 private:
  mutable std::shared_mutex mutex_;
  std::vector<std::string> texts_;
};

Registry& registry() {
  // Never destroyed: a log line may be written while the program's other statics are being torn down.
  static Registry* const kept = new Registry;
  return *kept;
}

bool in_token(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

bool in_ticket(char c) {
  return static_cast<unsigned char>(c) > 0x20 &&
         std::string_view("&\"'<>\\").find(c) == std::string_view::npos;
}

/// The bytes of a text that are to be hidden.
class Cover {
 public:
  explicit Cover(std::string_view text) : text_(text) {}

  void hide(std::size_t at, std::size_t length) {
    if (hidden_.empty()) hidden_.resize(text_.size());
    std::fill_n(hidden_.begin() + static_cast<std::ptrdiff_t>(at), length, true);
  }

  void hide_each(std::string_view secret) {
    // From the next byte on, not from the match's end: two occurrences may overlap.
    for (auto at = text_.find(secret); at != std::string_view::npos; at = text_.find(secret, at + 1)) {
      hide(at, secret.size());
    }
  }

  /// Hides what follows `prefix` as long as `belongs`, with the prefix itself when `whole`.
  void hide_after(std::string_view prefix, bool (*belongs)(char), bool whole) {
    for (auto at = text_.find(prefix); at != std::string_view::npos;
         at = text_.find(prefix, at + prefix.size())) {
      const std::size_t start = at + prefix.size();
      std::size_t end = start;
      while (end < text_.size() && belongs(text_[end])) ++end;
      if (end > start) hide(whole ? at : start, end - (whole ? at : start));
    }
  }

  std::string result() const {
    if (hidden_.empty()) return std::string(text_);
    std::string out;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (!hidden_[i]) {
        out += text_[i];
      } else if (i == 0 || !hidden_[i - 1]) {
        out += kMask;
      }
    }
    return out;
  }

 private:
  std::string_view text_;
  std::vector<bool> hidden_;  ///< Empty until something is hidden, which is the rare case.
};

}  // namespace

Secret::Secret(std::string text) : text_(std::move(text)) {
  if (text_.size() >= kShortestSecret) registry().add(text_);
}

std::string redact(std::string_view text) {
  Cover cover(text);
  registry().each([&](const std::string& secret) { cover.hide_each(secret); });
  // Slack's kinds of token: bot, app-level, user, refresh and rotated (xoxe.xoxb-…: its second half matches),
  // and the ones that legacy apps and browsers use.
  for (const std::string_view prefix :
       {"xoxb-", "xapp-", "xoxp-", "xoxe-", "xoxa-", "xoxr-", "xoxs-", "xoxc-", "xoxd-"}) {
    cover.hide_after(prefix, in_token, true);
  }
  cover.hide_after("ticket=", in_ticket, false);
  return cover.result();
}

}  // namespace houston
