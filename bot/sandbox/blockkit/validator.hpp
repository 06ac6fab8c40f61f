// Says what Slack says of blocks, attachments, metadata and views: accepted, or refused with a message a
// fault. The shapes and lengths come from schema.json (JSON Schema draft 7, read by valijson); what a schema
// cannot say (ids unique, one focus, options that match) is in cross_rules.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/sandbox/model.hpp"

namespace houston::bot::sandbox::blockkit {

/// "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]", … Empty:
/// accepted.
using Faults = std::vector<std::string>;

class Validator {
 public:
  Validator();
  ~Validator();
  Faults blocks(const Json& blocks) const;  ///< Of a message: 50 at most.
  Faults attachments(const Json& attachments) const;
  Faults metadata(const Json& metadata) const;
  Faults view(const Json& view) const;               ///< Modal or home; pointers begin with /view.
  Faults submission_ack(const Json& payload) const;  ///< The payload that answers a view_submission.

 private:
  struct Schemas;
  std::unique_ptr<Schemas> schemas_;
};

/// One fault as Slack words it.
std::string fault(const std::string& message, const std::string& pointer);

/// The rules between fields; `pointer` is where `blocks` stands ("/blocks", "/view/blocks").
void cross_rules(const Json& blocks, const std::string& pointer, Faults& faults);

}  // namespace houston::bot::sandbox::blockkit
