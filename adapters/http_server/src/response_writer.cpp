#include "response_writer.hpp"

#include <gatehouse/base/ascii.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <gatehouse/http_server/syntax.hpp>

namespace gatehouse::http::server {
namespace {

bool is_status(unsigned status) noexcept { return status >= 200 && status <= 599; }

bool may_have_body(unsigned status) noexcept { return status != 204 && status != 304; }

bool is_own_field(std::string_view name) noexcept {
  constexpr auto own = std::to_array<std::string_view>(
      {"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Date", "X-Request-Id",
       "X-Content-Type-Options", "Strict-Transport-Security"});
  return std::ranges::any_of(own, [&](std::string_view one) { return equal_but_case(one, name); });
}

bool is_well_formed(std::string_view name, std::string_view value) noexcept {
  return is_token(name) && is_field_value(value);
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_two_digits(std::string& out, int number) {
  if (number < 10) out.append("0");
  append_number(out, static_cast<std::size_t>(number));
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  // Views, since append(const char*) measures its text at each call.
  constexpr std::string_view separator = ": ";
  constexpr std::string_view end = "\r\n";
  out.append(name).append(separator).append(value).append(end);
}

/// Makes room for a usual header and the body, so that the output grows once.
void make_room(std::string& out, const Response& response) {
  constexpr std::size_t usual_header = 512;
  const std::size_t needed = out.size() + usual_header + response.body.size();
  if (out.capacity() < needed) out.reserve(needed);
}

}  // namespace

std::string_view DateText::at(std::time_t second) {
  if (second == second_) return text_;
  second_ = second;
  // strftime would depend on the locale.
  constexpr auto days =
      std::to_array<std::string_view>({"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
  constexpr auto months = std::to_array<std::string_view>(
      {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
  std::tm parts{};
  ::gmtime_r(&second, &parts);
  text_.clear();
  text_.append(days[static_cast<std::size_t>(parts.tm_wday)]).append(", ");
  append_two_digits(text_, parts.tm_mday);
  text_.append(" ").append(months[static_cast<std::size_t>(parts.tm_mon)]).append(" ");
  append_number(text_, static_cast<std::size_t>(parts.tm_year) + 1900);
  text_.append(" ");
  append_two_digits(text_, parts.tm_hour);
  text_.append(":");
  append_two_digits(text_, parts.tm_min);
  text_.append(":");
  append_two_digits(text_, parts.tm_sec);
  text_.append(" GMT");
  return text_;
}

std::string security_fields(std::chrono::seconds hsts_max_age) {
  std::string fields = "X-Content-Type-Options: nosniff\r\n";
  if (hsts_max_age.count() > 0) {
    append_field(fields, "Strict-Transport-Security",
                 "max-age=" + std::to_string(hsts_max_age.count()));
  }
  return fields;
}

bool is_well_formed(const Response& response) noexcept {
  return is_status(response.status) && is_field_value(response.content_type) &&
         std::ranges::all_of(response.headers, [](const auto& field) {
           return is_well_formed(field.first, field.second);
         });
}

void write_response(std::string& out, const Response& response, const AnswerForm& form,
                    std::string_view date) {
  const auto status = is_status(response.status) ? response.status : 500;
  const bool has_body = may_have_body(status);

  make_room(out, response);
  out.append("HTTP/1.1 ");
  append_number(out, status);
  out.append(" ").append(reason(status)).append("\r\n");
  append_field(out, "Date", date);
  if (has_body) {
    const std::size_t size =
        response.shared_body ? response.shared_body->size() : response.body.size();
    if (size > 0 && is_field_value(response.content_type)) {
      append_field(out, "Content-Type", response.content_type);
    }
    if (!response.rest) {
      out.append("Content-Length: ");
      append_number(out, size);
      out.append("\r\n");
    } else if (!form.to_http_1_0) {
      append_field(out, "Transfer-Encoding", "chunked");
    }
  }
  if (form.closes) {
    append_field(out, "Connection", "close");
  } else if (form.to_http_1_0) {
    append_field(out, "Connection", "keep-alive");
  }
  if (!form.request_id.empty()) append_field(out, "X-Request-Id", form.request_id);
  out.append(form.security_fields).append(form.handler_fields);
  for (const auto& [name, value] : response.headers) {
    if (is_well_formed(name, value) && !is_own_field(name)) append_field(out, name, value);
  }
  out.append("\r\n");
  if (!has_body || form.to_head || response.shared_body) return;
  if (response.rest && !form.to_http_1_0) {
    write_chunk(out, response.body);
  } else {
    out.append(response.body);
  }
}

void write_chunk(std::string& out, std::string_view part) {
  // An empty chunk would end the body.
  if (part.empty()) return;
  std::array<char, 24> digits;
  constexpr int hexadecimal = 16;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), part.size(), hexadecimal).ptr;
  out.append(digits.data(), end).append("\r\n").append(part).append("\r\n");
}

void write_last_chunk(std::string& out) { out.append("0\r\n\r\n"); }

}  // namespace gatehouse::http::server
