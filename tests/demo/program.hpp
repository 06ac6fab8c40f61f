// Runs the houston program itself, in a pipe or in a terminal of its own.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace houston::tests {

struct Ended {
  int code = -1;       ///< Of exit; -1 when it ended otherwise.
  std::string output;  ///< Standard output and error.
};

/// A temporary directory, set as TMPDIR for what runs in it.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// `houston` with these arguments, its input closed. `variables`: of its environment, beside ours.
Ended run_houston(const std::vector<std::string>& arguments, const Scratch& scratch,
                  const std::map<std::string, std::string>& variables = {});

/// `houston` in a terminal.
class Terminal {
 public:
  Terminal(const std::vector<std::string>& arguments, const Scratch& scratch);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  /// Waits until `text` has appeared after what was waited for before. Throws when it does not within a
  /// minute.
  void expect(const std::string& text);
  void type(const std::string& keys);
  int process() const { return process_; }
  const std::string& output() const { return output_; }  ///< So far.
  /// Until it ends by itself. Throws when it does not within two minutes.
  Ended finish();
  void kill();

 private:
  bool read_some(int milliseconds);
  int terminal_ = -1;
  int process_ = -1;
  bool ended_ = false;
  std::string output_;
  std::size_t seen_ = 0;
};

}  // namespace houston::tests
