/// Cross-origin resource sharing: which pages of other origins may use a handler from a browser.
/// Source: https://fetch.spec.whatwg.org/#http-cors-protocol.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/http_server/handler.hpp>

namespace gatehouse::http {

struct CrossOriginOptions {
  /// Allowed origins as browsers write them in the Origin field, e.g. "https://app.example.com" or
  /// "http://localhost:3000"; their requests may carry credentials (cookies, TLS certificates). Or
  /// "*" alone: all origins, without credentials.
  std::vector<std::string> origins;
  /// Names of fields that pages may send, and that they may read in responses, in addition to those
  /// that every page may. Lists separated by commas.
  std::string request_fields;
  std::string response_fields;
  /// Time for which a browser may keep the response to a preflight request.
  std::chrono::seconds max_age{7200};
};

/// Answers preflight requests of allowed origins in place of a handler, and adds the fields by
/// which browsers let pages read responses, refusals of the server included. Requests of other
/// origins, and those without an origin, are answered as without this class, except for Vary.
class CrossOrigin final : public Handler {
 public:
  /// `handler` must outlive this object. Throws std::logic_error if an option is not a valid field
  /// value, or "*" is not the only origin.
  CrossOrigin(Handler& handler, const CrossOriginOptions& options);

  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  [[nodiscard]] std::optional<Response> admit(const Request& head, Plan& plan) override;
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  [[nodiscard]] Response refuse(unsigned status, std::string_view path,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;
  [[nodiscard]] std::string_view fields_for(const Request& head) const noexcept override;

 private:
  struct Origin {
    std::string name;
    /// The complete lines of a response.
    std::string fields;
  };

  /// Returns null if the request has no origin, or one that is not allowed.
  [[nodiscard]] const Origin* find(const Request& head) const noexcept;

  Handler& handler_;
  std::vector<Origin> origins_;
  /// Whether the only origin is "*".
  const bool takes_all_;
  const std::string request_fields_;
  const std::string max_age_;
};

}  // namespace gatehouse::http
