// What the people of a pair say about their meetings, by button, form or words: the same for every kind.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "handlers/commands/commands.hpp"
#include "handlers/part.hpp"
#include "handlers/shapes/pair.hpp"
#include "handlers/words/pair_words.hpp"

namespace houston::handlers::shapes {

/// Finds the ritual of a pair among those of a part; null when the settings no longer have it.
using FindPairing = std::function<Pairing*(const Pair&)>;

words::pair::About about(Turn& turn, const Pairing& pairing, const Pair& pair, const Meeting& meeting,
                         const PersonId& reader);
/// "you", or the person's name.
std::string called(Turn& turn, const WorkspaceId& workspace, const PersonId& person, const PersonId& reader);
/// The others of the pair: "Bo and Cy".
std::string others(Turn& turn, const Pair& pair, const PersonId& reader);

/// A meeting of the person's that a button or form names, with its pair; replies and returns nothing when it
/// is none of theirs.
struct Found {
  Pairing* pairing = nullptr;
  Pair pair;
  Meeting meeting;
};
std::optional<Found> find_meeting(Heard& heard, const std::string& value, const FindPairing& find);

/// yes, skipped, moved. False for another button. `held`: told when the person said that it happened.
bool clicked(Heard& heard, const std::string& kind, const chat::Clicked& clicked, const FindPairing& find,
             const std::function<void(const Found&)>& held);
/// The form of "moved to …".
bool submitted(Heard& heard, const std::string& kind, const chat::Submitted& submitted,
               const FindPairing& find);
/// "yes", "skipped", "moved to friday 14:00". False when the words are none of these.
/// Somebody was forgotten (Part::forgotten) whose pair it was: what the others were asked about it shows no
/// points any more, and each is told, with what they had noted themselves.
void ended(Turn& turn, const Pairing& pairing, const Pair& pair, const PersonId& former);
bool said(commands::Request& request, Pairing& pairing, const Pair& pair,
          const std::vector<std::string>& words);

}  // namespace houston::handlers::shapes
