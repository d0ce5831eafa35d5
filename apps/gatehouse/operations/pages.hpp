/// What operators and their tools ask a server for: /healthz, /readyz and /metrics.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <gatehouse/http/handler.hpp>

#include "operations/readiness.hpp"

namespace gatehouse::app {

/// Answers these pages, for GET and HEAD, and leaves all else to the handler behind it.
class Pages final : public http::Handler {
 public:
  struct Served {
    Readiness& readiness;
    /// Makes /metrics; without it there is no such page.
    std::function<std::string()> metrics{};
    /// Without it, there is nothing else.
    http::Handler* behind = nullptr;
  };

  /// What `served` refers to outlives this.
  explicit Pages(Served served) : served_(std::move(served)) {}

  [[nodiscard]] std::string_view relayed_prefix() const noexcept override {
    return served_.behind == nullptr ? std::string_view{} : served_.behind->relayed_prefix();
  }
  [[nodiscard]] std::variant<http::Plan, http::Response> plan(const http::Request& head) override;
  [[nodiscard]] std::optional<http::Response> admit(const http::Request& head,
                                                    const http::Plan& plan) override;
  [[nodiscard]] std::variant<http::Plan, http::Response> handle(const http::Request& request,
                                                                const http::Plan& plan) override;
  [[nodiscard]] http::Response refuse(unsigned status, std::string_view path,
                                      std::string_view detail) override;
  [[nodiscard]] http::Response failure(const http::Request& request) noexcept override;

 private:
  [[nodiscard]] const std::string_view* page_of(std::string_view path) const noexcept;
  [[nodiscard]] http::Response tell_readiness();

  Served served_;
};

}  // namespace gatehouse::app
