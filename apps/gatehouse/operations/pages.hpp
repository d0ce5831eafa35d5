/// Pages for operators and their tools: /healthz, /readyz and /metrics.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/http_server/handler.hpp>

#include "operations/readiness.hpp"

namespace gatehouse::app {

/// Serves these pages for GET and HEAD only.
class Pages final : public http::Handler {
 public:
  /// The pages that every server has.
  static constexpr std::string_view alive = "/healthz";
  static constexpr std::string_view ready = "/readyz";

  struct Served {
    Readiness& readiness;
    /// Produces /metrics. If empty, there is no such page.
    std::function<std::string()> metrics{};
    /// The handler that formats refusals and failures, for a uniform format on all paths of a
    /// server. If null, the pages use a format of their own.
    http::Handler* errors = nullptr;
    /// Called with a line for each failure that the pages format themselves.
    std::function<void(std::string_view)> log_failure = [](std::string_view) {};
  };

  /// Objects referenced by `served` must outlive this object.
  explicit Pages(Served served) : served_(std::move(served)) {}

  [[nodiscard]] std::variant<http::Plan, http::Response> plan(const http::Request& head) override;
  [[nodiscard]] std::variant<http::Plan, http::Response> handle(const http::Request& request,
                                                                http::Plan& plan) override;
  [[nodiscard]] http::Response refuse(unsigned status, std::string_view path,
                                      std::string_view detail) override;
  [[nodiscard]] http::Response failure(const http::Request& request) noexcept override;

 private:
  enum class Page : std::uint8_t { alive, ready, metrics };

  [[nodiscard]] static std::string_view path_of(std::optional<Page> page) noexcept;
  [[nodiscard]] std::optional<Page> page_at(std::string_view path) const noexcept;
  [[nodiscard]] http::Response tell_readiness();

  Served served_;
};

}  // namespace gatehouse::app
