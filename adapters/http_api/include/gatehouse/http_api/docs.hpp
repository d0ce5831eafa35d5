/// The description of the API as a page for people, at /docs. It needs no other host.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <gatehouse/base/lazy.hpp>
#include <gatehouse/http_server/handler.hpp>

namespace gatehouse::http::api {

/// Serves /docs, /docs/docs.css and /docs/docs.js for GET and HEAD. Each operation is at the anchor
/// of its operationId: /docs#createProject.
class Docs final : public Handler {
 public:
  /// The paths to mount.
  static constexpr std::string_view path = "/docs";
  static constexpr std::string_view folder = "/docs/";

  /// `document` returns that of openapi_document(), and is called for the first request, so that
  /// the program starts sooner. `errors` formats refusals and failures, and must outlive this
  /// object.
  Docs(std::function<std::string()> document, Handler& errors);

  [[nodiscard]] std::variant<Plan, Response> plan(const Request& head) override;
  /// Never called: plan() responds to every request.
  [[nodiscard]] std::variant<Plan, Response> handle(const Request& request, Plan& plan) override;
  [[nodiscard]] Response refuse(unsigned status, std::string_view at,
                                std::string_view detail) override;
  [[nodiscard]] Response failure(const Request& request) noexcept override;

 private:
  using Text = std::shared_ptr<const std::string>;

  [[nodiscard]] const Text& page();

  std::function<std::string()> document_;
  Lazy<Text> page_;
  Text style_;
  Text script_;
  Handler& errors_;
};

}  // namespace gatehouse::http::api
