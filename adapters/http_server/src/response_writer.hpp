/// Serializes responses.
#pragma once

#include <chrono>
#include <ctime>
#include <string>
#include <string_view>

#include <gatehouse/http_server/message.hpp>

namespace gatehouse::http::server {

/// How a response has to be serialized for the request and the connection.
struct AnswerForm {
  bool to_head = false;
  bool to_http_1_0 = false;
  bool closes = false;
  /// Sent as X-Request-Id.
  std::string_view request_id{};
  /// Complete lines, as returned by security_fields().
  std::string_view security_fields{};
  /// Complete lines, as returned by Handler::fields_for().
  std::string_view handler_fields{};
};

/// Returns the header lines with instructions to browsers for every response:
/// X-Content-Type-Options (https://fetch.spec.whatwg.org) forbids guessing the content type, and
/// Strict-Transport-Security (RFC 6797) requires TLS for the given time. The latter is omitted for
/// 0.
[[nodiscard]] std::string security_fields(std::chrono::seconds hsts_max_age);

/// The value of the Date field (RFC 9110 section 5.6.7), updated once a second. Not thread-safe.
class DateText {
 public:
  [[nodiscard]] std::string_view at(std::time_t second);

 private:
  std::time_t second_ = -1;
  std::string text_;
};

/// Whether all fields of a response may be sent: names are tokens, values have no line breaks, and
/// the status is valid.
[[nodiscard]] bool is_well_formed(const Response& response) noexcept;

/// Appends a response to `out`, without a shared body and with only the first part of one that
/// comes in parts. Omits malformed fields and those reserved to the server.
void write_response(std::string& out, const Response& response, const AnswerForm& form,
                    std::string_view date);

/// Appends a part of a body as a chunk (RFC 9112 section 7.1), and the end of a chunked body.
void write_chunk(std::string& out, std::string_view part);
void write_last_chunk(std::string& out);

}  // namespace gatehouse::http::server
