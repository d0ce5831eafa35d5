#include "operations/pages.hpp"

#include <any>
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
  response.labels.path = page;
  return response;
}

/// `text` needs no escaping.
http::Response refusal(unsigned status, std::string_view text, std::string_view page = {}) {
  http::Response response =
      answer(status, std::string(R"({"description":")").append(text).append("\"}"), page);
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

std::string_view Pages::path_of(std::optional<Page> page) noexcept {
  if (!page) return {};
  switch (*page) {
    case Page::alive: return alive;
    case Page::ready: return ready;
    case Page::metrics: return metrics;
  }
  return {};
}

std::optional<Pages::Page> Pages::page_at(std::string_view path) const noexcept {
  path = http::without_closing_slash(path);
  if (path == alive) return Page::alive;
  if (path == ready) return Page::ready;
  if (path == metrics && served_.metrics) return Page::metrics;
  return std::nullopt;
}

std::variant<http::Plan, http::Response> Pages::plan(const http::Request& head) {
  const auto page = page_at(head.path);
  if (!page) return refusal(404, "There is nothing here.");
  const std::string_view path = path_of(page);
  if (head.method != "GET" && head.method != "HEAD") {
    http::Response response = refusal(405, "This page can only be read.", path);
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  if (page == Page::alive) return answer(200, R"({"status":"alive"})", path);
  // Both may wait for the storage.
  return http::Plan{.pool = http::Pool::lookup, .found = *page, .labels = {.path = path}};
}

std::variant<http::Plan, http::Response> Pages::handle(const http::Request& /*request*/,
                                                       http::Plan& plan) {
  if (std::any_cast<Page>(plan.found) == Page::ready) return tell_readiness();
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
  const std::string_view page = path_of(page_at(path));
  if (served_.errors == nullptr) return refusal(status, detail, page);
  http::Response response = served_.errors->refuse(status, path, detail);
  response.labels.path = page;
  return response;
}

http::Response Pages::failure(const http::Request& request) noexcept {
  const std::string_view page = path_of(page_at(request.path));
  http::Response response;
  response.status = 500;
  if (served_.errors != nullptr) {
    response = served_.errors->failure(request);
    response.labels.path = page;
    return response;
  }
  const auto log = [&](std::string_view what) {
    served_.log_failure(http::failure_line(request.method, page, request.id, what));
  };
  try {
    try {
      throw;
    } catch (const std::exception& error) {
      log(error.what());
    } catch (...) {
      log("unknown exception");
    }
    return refusal(500, "Something went wrong on our side.", page);
  } catch (...) {
    // Not even enough memory for the log.
    return response;
  }
}

}  // namespace gatehouse::app
