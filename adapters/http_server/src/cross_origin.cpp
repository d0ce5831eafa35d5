#include <gatehouse/http_server/cross_origin.hpp>

#include <algorithm>
#include <stdexcept>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http {
namespace {

constexpr std::string_view all_origins = "*";
/// The methods that any handler may support; a resource that lacks one answers 405.
constexpr std::string_view methods = "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE";
/// The response depends on the origin, so caches must not use it for another one.
constexpr std::string_view vary = "Vary: Origin\r\n";

std::string fields_of(const std::string& origin, const std::string& response_fields) {
  std::string lines = "Access-Control-Allow-Origin: " + origin + "\r\n";
  if (!response_fields.empty()) {
    lines += "Access-Control-Expose-Headers: " + response_fields + "\r\n";
  }
  if (origin == all_origins) return lines;
  return lines.append("Access-Control-Allow-Credentials: true\r\n").append(vary);
}

void require(bool condition, const char* what) {
  if (!condition) throw std::logic_error(what);
}

}  // namespace

CrossOrigin::CrossOrigin(Handler& handler, const CrossOriginOptions& options)
    : handler_(handler),
      takes_all_(options.origins.size() == 1 && options.origins.front() == all_origins),
      request_fields_(options.request_fields),
      max_age_(std::to_string(options.max_age.count())) {
  require(is_field_value(options.request_fields) && is_field_value(options.response_fields),
          "the names of fields that pages may use are not a field value");
  for (const std::string& origin : options.origins) {
    require(!origin.empty() && is_field_value(origin), "an origin is not a field value");
    require(takes_all_ || origin != all_origins, "all origins are allowed next to single ones");
    origins_.push_back({origin, fields_of(origin, options.response_fields)});
  }
}

const CrossOrigin::Origin* CrossOrigin::find(const Request& head) const noexcept {
  constexpr std::string_view name = "Origin";
  const std::string_view given = head.header(name);
  if (given.empty() || head.count(name) != 1) return nullptr;
  if (takes_all_) return &origins_.front();
  const auto found = std::ranges::find(origins_, given, &Origin::name);
  return found == origins_.end() ? nullptr : &*found;
}

std::variant<Plan, Response> CrossOrigin::plan(const Request& head) {
  const bool is_preflight =
      head.method == "OPTIONS" && !head.header("Access-Control-Request-Method").empty();
  if (!is_preflight || find(head) == nullptr) return handler_.plan(head);
  Response response;
  response.status = 204;
  response.headers.emplace_back("Access-Control-Allow-Methods", methods);
  if (!request_fields_.empty()) {
    response.headers.emplace_back("Access-Control-Allow-Headers", request_fields_);
  }
  response.headers.emplace_back("Access-Control-Max-Age", max_age_);
  return response;
}

std::optional<Response> CrossOrigin::admit(const Request& head, Plan& plan) {
  return handler_.admit(head, plan);
}

std::variant<Plan, Response> CrossOrigin::handle(const Request& request, Plan& plan) {
  return handler_.handle(request, plan);
}

Response CrossOrigin::refuse(unsigned status, std::string_view path, std::string_view detail) {
  return handler_.refuse(status, path, detail);
}

Response CrossOrigin::failure(const Request& request) noexcept { return handler_.failure(request); }

std::string_view CrossOrigin::fields_for(const Request& head) const noexcept {
  // The same response suits every request, whether it has an origin or not.
  if (takes_all_) return origins_.front().fields;
  const Origin* origin = find(head);
  return origin == nullptr ? vary : std::string_view(origin->fields);
}

}  // namespace gatehouse::http
