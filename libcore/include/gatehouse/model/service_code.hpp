/// The code name of a service in the catalogue: `[a-z0-9][a-z0-9_-]{0,31}`.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

class ServiceCode {
 public:
  static constexpr std::size_t max_length = 32;

  /// An empty code, which parse() never returns.
  ServiceCode() = default;

  [[nodiscard]] static std::optional<ServiceCode> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend auto operator<=>(const ServiceCode&, const ServiceCode&) = default;

 private:
  std::string text_;
};

}  // namespace gatehouse
