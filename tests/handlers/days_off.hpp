// A calendar of holidays, in a file of its own as long as it lives.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace houston::test {

class DaysOff {
 public:
  /// `days`: "2026-11-26" and so on.
  explicit DaysOff(const std::vector<std::string>& days, const std::string& name = "Day off") {
    static int number = 0;
    file_ = std::filesystem::temp_directory_path() /
            ("houston-days-off-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".ics");
    std::ofstream out(file_);
    out << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n";
    for (std::string day : days) {
      day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
      out << "BEGIN:VEVENT\r\nUID:" << day << "\r\nDTSTAMP:20200101T000000Z\r\nDTSTART;VALUE=DATE:" << day
          << "\r\nSUMMARY:" << name << "\r\nEND:VEVENT\r\n";
    }
    out << "END:VCALENDAR\r\n";
  }
  ~DaysOff() {
    std::error_code ignored;  // A file that is gone already is what was wanted.
    std::filesystem::remove(file_, ignored);
  }
  DaysOff(const DaysOff&) = delete;
  DaysOff& operator=(const DaysOff&) = delete;

  /// As a line of a team's settings.
  std::string setting() const { return "holidays = [\"" + file_.string() + "\"]\n"; }

 private:
  std::filesystem::path file_;
};

}  // namespace houston::test
