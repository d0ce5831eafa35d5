/// Answers as octets.
#pragma once

#include <chrono>
#include <ctime>
#include <string>
#include <string_view>

#include <gatehouse/http_server/message.hpp>

namespace gatehouse::http::server {

/// What the request, and the state of the connection, ask of the form of an answer.
struct AnswerForm {
  bool to_head = false;
  bool to_http_1_0 = false;
  bool closes = false;
  /// Sent as X-Request-Id.
  std::string_view request_id{};
  /// Whole lines, as security_fields() makes them.
  std::string_view security_fields{};
};

/// The orders to browsers in every answer, as lines of a header: never to guess that a body is
/// something else than its Content-Type (https://fetch.spec.whatwg.org, "X-Content-Type-Options"),
/// and, over TLS, to use nothing but TLS for so long from now on (RFC 6797); 0: nothing of that.
[[nodiscard]] std::string security_fields(std::chrono::seconds hsts_max_age);

/// The value of the Date field (RFC 9110 section 5.6.7), made once a second. For one thread.
class DateText {
 public:
  [[nodiscard]] std::string_view at(std::time_t second);

 private:
  std::time_t second_ = -1;
  std::string text_;
};

/// Whether all fields of an answer may be sent: no name that is not a token, no value that could
/// end its line, no status that is not one.
[[nodiscard]] bool is_well_formed(const Response& response) noexcept;

/// Appends an answer to `out`, without its shared body and with the first part alone of one that
/// comes in parts. Fields that are not well-formed, and those that are the server's own
/// to set, are left out.
void write_response(std::string& out, const Response& response, const AnswerForm& form,
                    std::string_view date);

/// Appends a part of a body as a chunk (RFC 9112 section 7.1), and the end of a chunked body.
void write_chunk(std::string& out, std::string_view part);
void write_last_chunk(std::string& out);

}  // namespace gatehouse::http::server
