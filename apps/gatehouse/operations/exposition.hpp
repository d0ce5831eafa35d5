/// The Prometheus text format, version 0.0.4:
/// https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::app {

class Exposition {
 public:
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Begins a metric, whose samples follow. `type` is "counter", "gauge" or "histogram"; `help` is
  /// one line without backslashes.
  void metric(std::string_view name, std::string_view type, std::string_view help);
  /// Adds a sample of the current metric. Label values are fixed words and are not escaped.
  void sample(Labels labels, std::uint64_t value) { add({}, labels, std::to_string(value)); }
  void sample(Labels labels, double value);
  /// Adds a sample of a histogram; `suffix` is "_bucket", "_sum" or "_count".
  void part(std::string_view suffix, Labels labels, std::uint64_t value) {
    add(suffix, labels, std::to_string(value));
  }
  void part(std::string_view suffix, Labels labels, double value);

  /// A metric with one sample.
  template <class Value>
  void single(std::string_view name, std::string_view type, std::string_view help, Value value) {
    metric(name, type, help);
    sample({}, value);
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void add(std::string_view suffix, Labels labels, std::string_view value);

  std::string name_;
  std::string text_;
};

}  // namespace gatehouse::app
