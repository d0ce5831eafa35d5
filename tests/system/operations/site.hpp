/// An installation with an operations listener.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "harness/installation.hpp"

namespace gatehouse::testing {

class OperatedSite : public Installation {
 public:
  explicit OperatedSite(std::vector<std::string> arguments = {})
      : Installation(with_admin(std::move(arguments))) {}

  [[nodiscard]] ApiClient connect_admin() {
    // The log is written in the background: the line may follow the first answer.
    const std::string before = "metrics are at http://127.0.0.1:";
    const std::size_t begin = server().log_begin();
    if (!comes_to_hold(log(), before, begin)) throw std::runtime_error("no address of metrics");
    const std::string text = read_file(log());
    return ApiClient(static_cast<std::uint16_t>(
        std::stoul(text.substr(text.find(before, begin) + before.size()))));
  }
  [[nodiscard]] std::string metrics() { return connect_admin().get("/metrics").http.body; }

 private:
  static std::vector<std::string> with_admin(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--admin-listen", "127.0.0.1:0"});
    return arguments;
  }
};

/// The value of a sample as text; empty if it is missing.
[[nodiscard]] inline std::string value_of(const std::string& metrics, const std::string& sample) {
  const std::size_t at = metrics.find("\n" + sample + " ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + sample.size() + 2;
  return metrics.substr(begin, metrics.find('\n', begin) - begin);
}

}  // namespace gatehouse::testing
