/// An invalid value of an option.
#pragma once

#include <stdexcept>
#include <string>

#include "configuration.hpp"

namespace gatehouse::app {

class BadOption : public std::invalid_argument {
 public:
  /// `why` continues a sentence that starts with "--option ".
  BadOption(const std::string& option, const std::string& why)
      : std::invalid_argument("--" + option + " " + why), option_(option) {}

  /// Returns the message, with the source of the value unless that is a flag.
  [[nodiscard]] std::string in_words(const Configuration& chosen) const {
    const auto source = chosen.sources.find(option_);
    return what() + (source == chosen.sources.end() ? "" : " [" + source->second + "]");
  }

 private:
  std::string option_;
};

}  // namespace gatehouse::app
