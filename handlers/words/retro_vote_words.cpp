#include <algorithm>

#include "handlers/words/retro_parts.hpp"
#include "handlers/words/retro_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::retro {

using namespace chat;  // NOLINT: a file of texts.

namespace {

/// "2 2 5": how several votes are typed, with numbers that there are.
std::string example(const Ballot& ballot) {
  const std::string first = std::to_string(ballot.topics.front().number);
  const std::string last = std::to_string(ballot.topics.back().number);
  std::string numbers = first;
  if (ballot.on_one > 1) numbers += " " + first;
  if (ballot.topics.size() > 1 && (ballot.on_one == 1 || ballot.votes > 2)) numbers += " " + last;
  return numbers;
}

std::string secret_until(const Ballot& ballot) {
  return " Nobody else sees your votes. Open until " + ballot.open_until + ".";
}

}  // namespace

Message own_ballot(const Ballot& ballot) {
  const std::string asked = title(ballot.about) + ", " + ballot.about.team + ": what shall we talk about?";
  const std::string at_most = "at most " + std::to_string(ballot.on_one) + " on one topic";
  Message message{asked, {}};
  if (ballot.topics.size() > Poll::kMostAnswers) {
    message.blocks.push_back(Paragraph{plain(
        asked + " Type the numbers of the topics, a number a vote, as in " + example(ballot) + ": you have " +
        words::count(ballot.votes, "vote", "votes") + ", " + at_most + "." + secret_until(ballot))});
    List list;
    for (const Topic& topic : ballot.topics) {
      list.items.push_back({bold(std::to_string(topic.number) + "."), Plain{" " + headline(topic)}});
    }
    message.blocks.push_back(std::move(list));
  } else {
    Poll poll;
    poll.question = asked + " You have " + words::count(ballot.votes, "vote", "votes") +
                    (ballot.votes > 1 ? "; each topic that you choose gets one." : ".");
    if (ballot.votes > 1) {
      poll.question += std::string(" To give a topic more") + " (" + at_most +
                       "), or where your app lets you choose only one, type the numbers instead, as in " +
                       example(ballot) + ".";
    }
    poll.question += secret_until(ballot);
    poll.action = kBallot;
    poll.value = ballot.value;
    for (const Topic& topic : ballot.topics) {
      poll.answers.push_back(
          {std::to_string(topic.number), std::to_string(topic.number) + ". " + headline(topic)});
    }
    poll.most = std::min(ballot.votes, static_cast<int>(ballot.topics.size()));
    message.blocks.push_back(std::move(poll));
  }
  message.blocks.push_back(Context{plain(small(ballot.about))});
  return message;
}

Message own_ballot_over(const Ballot& ballot) {
  const std::string over = "Voting is over; what came of it stands in the retro's thread.";
  if (ballot.topics.size() > Poll::kMostAnswers) return note_of(ballot.about, plain(over));
  Poll poll;
  poll.question = over;
  poll.closed = true;
  return {over, {std::move(poll)}};
}

Message counted(const std::vector<std::pair<int, std::string>>& votes, int left) {
  std::string text = votes.empty() ? "None of your votes counts now." : "Your votes now:";
  for (std::size_t i = 0; i < votes.size(); ++i) {
    text += (i == 0 ? " " : ", ") + std::to_string(votes[i].first) + " on \"" + shorten(votes[i].second, 80) +
            "\"";
  }
  text += (votes.empty() ? "" : ".") + std::string(" You have ") + std::to_string(left) + " left";
  return paragraph(text + (left > 0 && !votes.empty() ? "; retro vote NUMBER adds one." : "."));
}
std::string too_many_votes(int given, int votes) {
  return "You have " + words::count(votes, "vote", "votes") + ", and these are " + std::to_string(given) +
         ".";
}
Message not_counted(const std::string& why) {
  return paragraph(why + " Your votes stay as they were.");
}

Message voted(int on_topic, int left, const std::string& topic) {
  return paragraph("Your votes on \"" + shorten(topic, 80) + "\": " + std::to_string(on_topic) +
                   ". You have " + std::to_string(left) + " left.");
}
Message votes_spent(int votes) {
  return paragraph("You have used your " + words::count(votes, "vote", "votes") +
                   ". Take one back to give it elsewhere.");
}
Message topic_full(int on_one) {
  return paragraph("At most " + words::count(on_one, "vote", "votes") + " on one topic.");
}
Message not_voting(const About& about) {
  return note_of(about, plain("There is no vote open."));
}
Message no_vote_there() {
  return paragraph(std::string("You have no vote there."));
}
Message no_topic(const std::string& number) {
  return paragraph("There is no topic " + shorten(number, 40) + ". The numbers stand in the retro's thread.");
}

}  // namespace houston::handlers::words::retro
