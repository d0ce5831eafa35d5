/// A value of an option that cannot be used.
#pragma once

#include <stdexcept>
#include <string>

#include "configuration.hpp"

namespace gatehouse::app {

class BadOption : public std::invalid_argument {
 public:
  /// `why` goes on after "--option ".
  BadOption(const std::string& option, const std::string& why)
      : std::invalid_argument("--" + option + " " + why), option_(option) {}

  /// What is wrong, and where the value stands when that is no flag.
  [[nodiscard]] std::string in_words(const Configuration& chosen) const {
    const auto source = chosen.sources.find(option_);
    return what() + (source == chosen.sources.end() ? "" : " [" + source->second + "]");
  }

 private:
  std::string option_;
};

}  // namespace gatehouse::app
