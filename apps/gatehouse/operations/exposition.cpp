#include "operations/exposition.hpp"

#include <fmt/format.h>

#include <iterator>

namespace gatehouse::app {

void Exposition::metric(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  fmt::format_to(std::back_inserter(text_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void Exposition::sample(Labels labels, double value) { part({}, labels, value); }

void Exposition::part(std::string_view suffix, Labels labels, double value) {
  add(suffix, labels, fmt::format("{}", value));
}

void Exposition::add(std::string_view suffix, Labels labels, std::string_view value) {
  text_.append(name_).append(suffix);
  char before = '{';
  for (const auto& [label, text] : labels) {
    fmt::format_to(std::back_inserter(text_), "{}{}=\"{}\"", before, label, text);
    before = ',';
  }
  if (before == ',') text_ += '}';
  text_.append(" ").append(value).append("\n");
}

}  // namespace gatehouse::app
