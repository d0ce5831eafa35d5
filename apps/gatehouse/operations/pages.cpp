#include "operations/pages.hpp"

#include <exception>
#include <utility>
#include <vector>

#include "operations/exposition.hpp"

namespace gatehouse::app {
namespace {

constexpr std::string_view metrics = "/metrics";

/// `body` is JSON.
http::Response answer(unsigned status, std::string body, std::string_view page = {}) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers.emplace_back("Cache-Control", "no-store");
  response.about.path = page;
  return response;
}

/// `text` needs no escapes.
http::Response refusal(unsigned status, std::string_view text, std::string_view page = {}) {
  http::Response response =
      answer(status, std::string(R"({"description":")").append(text).append("\"}"), page);
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

std::string_view Pages::page_of(std::string_view path) const noexcept {
  path = http::without_closing_slash(path);
  for (const std::string_view page : {alive, ready}) {
    if (path == page) return page;
  }
  return path == metrics && served_.metrics ? metrics : std::string_view();
}

std::variant<http::Plan, http::Response> Pages::plan(const http::Request& head) {
  const std::string_view page = page_of(head.path);
  if (page.empty()) return refusal(404, "There is nothing here.");
  if (head.method != "GET" && head.method != "HEAD") {
    http::Response response = refusal(405, "This page can only be read.", page);
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  if (page == alive) return answer(200, R"({"status":"alive"})", page);
  // Both may wait for the storage.
  return http::Plan{.lane = http::Lane::lookup, .about = {.path = page}};
}

std::variant<http::Plan, http::Response> Pages::handle(const http::Request& /*request*/,
                                                       http::Plan& plan) {
  if (plan.about.path == ready) return tell_readiness();
  http::Response response = answer(200, served_.metrics(), metrics);
  response.content_type = Exposition::content_type;
  return response;
}

http::Response Pages::tell_readiness() {
  const std::vector<Readiness::Fault> faults = served_.readiness.faults();
  if (faults.empty()) return answer(200, R"({"status":"ready"})", ready);
  std::string failed;
  for (const auto& [check, why] : faults) {
    if (!failed.empty()) failed += ',';
    failed.append("\"").append(check).append("\":\"").append(why).append("\"");
  }
  http::Response response =
      answer(503, R"({"status":"not ready","failed":{)" + failed + "}}", ready);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response Pages::refuse(unsigned status, std::string_view path, std::string_view detail) {
  return refusal(status, detail, page_of(path));
}

http::Response Pages::failure(const http::Request& request) noexcept {
  http::Response response;
  response.status = 500;
  try {
    try {
      throw;
    } catch (const std::exception& error) {
      served_.log_failure(
          http::failure_line(request.method, page_of(request.path), request.id, error.what()));
    }
    return refusal(500, "Something went wrong on our side.", page_of(request.path));
  } catch (...) {
    // There is no memory left even for the log.
    return response;
  }
}

}  // namespace gatehouse::app
