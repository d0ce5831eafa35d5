#include <gatehouse/http_api/docs.hpp>

#include <boost/json/parse.hpp>
#include <utility>

#include "docs/docs_files.hpp"
#include "docs_page.hpp"

namespace gatehouse::http::api {
namespace {

/// Nothing but the page's own files may be loaded, and no other page may frame it.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

Response respond_file(std::shared_ptr<const std::string> text, std::string_view type,
                      std::string_view path) {
  Response response;
  response.shared_body = std::move(text);
  response.content_type = type;
  response.headers.emplace_back("Cache-Control", "public, max-age=3600");
  response.headers.emplace_back("Content-Security-Policy", content_security_policy);
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.labels.path = path;
  return response;
}

}  // namespace

Docs::Docs(std::function<std::string()> document, Handler& errors)
    : document_(std::move(document)),
      style_(std::make_shared<const std::string>(docs_files::style)),
      script_(std::make_shared<const std::string>(docs_files::script)),
      errors_(errors) {}

const Docs::Text& Docs::page() {
  return page_.get([this] {
    return std::make_shared<const std::string>(
        render_docs(docs_files::page, boost::json::parse(document_()).as_object()));
  });
}

std::variant<Plan, Response> Docs::plan(const Request& head) {
  const std::string_view asked = without_closing_slash(head.path);
  const bool is_page = asked == path;
  const bool is_style = asked == "/docs/docs.css";
  if (!is_page && !is_style && asked != "/docs/docs.js") {
    return errors_.refuse(404, head.path, "No such page. See /docs.");
  }
  if (head.method != "GET" && head.method != "HEAD") {
    Response response = errors_.refuse(405, head.path, "This page can only be read.");
    response.headers.emplace_back("Allow", "GET, HEAD");
    response.labels.path = path;
    return response;
  }
  if (is_page) return respond_file(page(), "text/html; charset=utf-8", path);
  if (is_style) return respond_file(style_, "text/css; charset=utf-8", path);
  return respond_file(script_, "text/javascript; charset=utf-8", path);
}

std::variant<Plan, Response> Docs::handle(const Request& request, Plan& /*plan*/) {
  return errors_.refuse(404, request.path, "No such page. See /docs.");
}

Response Docs::refuse(unsigned status, std::string_view at, std::string_view detail) {
  return errors_.refuse(status, at, detail);
}

Response Docs::failure(const Request& request) noexcept { return errors_.failure(request); }

}  // namespace gatehouse::http::api
