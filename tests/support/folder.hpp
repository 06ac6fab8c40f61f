// A folder of a test's own, gone with the test.
#pragma once

#include <filesystem>
#include <string>

namespace houston::test {

class Folder {
 public:
  Folder();   ///< Throws std::system_error when it cannot be made.
  ~Folder();  ///< Removes it with all that is in it.
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace houston::test
