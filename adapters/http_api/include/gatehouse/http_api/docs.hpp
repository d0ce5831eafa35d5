/// The description of the API as a page for people, at /docs. It needs no other host.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gatehouse/http_server/handler.hpp>

namespace gatehouse::http::api {

/// Serves /docs, /docs/docs.css and /docs/docs.js for GET and HEAD. Each operation is at the anchor
/// of its operationId: /docs#createProject.
class Docs final : public Handler {
 public:
  /// The paths to mount.
  static constexpr std::string_view path = "/docs";
  static constexpr std::string_view folder = "/docs/";

  /// `document` is that of openapi_document(). `errors` formats refusals and failures, and must
  /// outlive this object.
  Docs(std::string_view document, Handler& errors);

  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  /// Never called: plan() responds to every request.
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  [[nodiscard]] Response refuse(unsigned status, std::string_view at,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;

 private:
  using Text = std::shared_ptr<const std::string>;

  Text page_;
  Text style_;
  Text script_;
  Handler& errors_;
};

}  // namespace gatehouse::http::api
