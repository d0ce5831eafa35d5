/// What operators and their tools ask a server for: /healthz, /readyz and /metrics.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
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
    /// The handler that shapes refusals and failures, so that they look the same on all paths of a
    /// server. Null: the pages shape their own.
    http::Handler* errors = nullptr;
    /// Called with a line about each failure that the pages shape themselves.
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
  enum class Page : std::uint8_t { alive, ready, metrics };

  [[nodiscard]] static std::string_view path_of(std::optional<Page> page) noexcept;
  [[nodiscard]] std::optional<Page> page_at(std::string_view path) const noexcept;
  [[nodiscard]] http::Response tell_readiness();

  Served served_;
};

}  // namespace gatehouse::app
