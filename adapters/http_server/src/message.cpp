#include <gatehouse/http_server/message.hpp>

#include <gatehouse/base/ascii.hpp>

#include <algorithm>
#include <array>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http {
namespace {

struct Reason {
  unsigned status;
  std::string_view phrase;
};

constexpr auto reasons = std::to_array<Reason>({
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {424, "Failed Dependency"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
});

}  // namespace

std::string_view Request::header(std::string_view name) const noexcept {
  const auto found = std::ranges::find_if(
      headers, [&](const HeaderView& field) { return equal_but_case(field.name, name); });
  return found == headers.end() ? std::string_view{} : found->value;
}

std::size_t Request::count(std::string_view name) const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(
      headers, [&](const HeaderView& field) { return equal_but_case(field.name, name); }));
}

std::chrono::steady_clock::duration Request::waited() const noexcept {
  using Clock = std::chrono::steady_clock;
  return arrived == Clock::time_point{} ? Clock::duration{} : Clock::now() - arrived;
}

std::string failure_line(std::string_view method, std::string_view where, std::string_view id,
                         std::string_view what) {
  std::string line(method);
  return line.append(" ").append(where).append(" [").append(id).append("]: ").append(what);
}

std::string_view reason(unsigned status) noexcept {
  const auto found = std::ranges::lower_bound(reasons, status, {}, &Reason::status);
  return found != reasons.end() && found->status == status ? found->phrase : "Unknown";
}

}  // namespace gatehouse::http
