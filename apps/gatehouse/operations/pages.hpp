/// What operators and their tools ask a server for: /healthz, /readyz and /metrics.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <gatehouse/http_server/handler.hpp>

#include "operations/readiness.hpp"

namespace gatehouse::app {

/// Answers these pages, for GET and HEAD, and nothing else.
class Pages final : public http::Handler {
 public:
  /// Where the pages are that every server has.
  static constexpr std::string_view alive = "/healthz";
  static constexpr std::string_view ready = "/readyz";

  struct Served {
    Readiness& readiness;
    /// Makes /metrics; without it there is no such page.
    std::function<std::string()> metrics{};
    /// Called with a line about each failure.
    std::function<void(std::string_view)> log_failure = [](std::string_view) {};
  };

  /// What `served` refers to outlives this.
  explicit Pages(Served served) : served_(std::move(served)) {}

  [[nodiscard]] std::variant<http::Plan, http::Response> plan(const http::Request& head) override;
  [[nodiscard]] std::variant<http::Plan, http::Response> handle(const http::Request& request,
                                                                http::Plan& plan) override;
  [[nodiscard]] http::Response refuse(unsigned status, std::string_view path,
                                      std::string_view detail) override;
  [[nodiscard]] http::Response failure(const http::Request& request) noexcept override;

 private:
  /// Empty when there is no such page.
  [[nodiscard]] std::string_view page_of(std::string_view path) const noexcept;
  [[nodiscard]] http::Response tell_readiness();

  Served served_;
};

}  // namespace gatehouse::app
