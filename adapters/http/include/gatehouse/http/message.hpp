/// HTTP requests and answers as the application sees them: no sockets, no parser's types.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

/// One header field. The views live as long as the request.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// A request whose framing was checked by the server (RFC 9112): one length, one Host, known
/// version, no control characters in fields.
struct Request {
  /// As sent; methods are case-sensitive.
  std::string_view method;
  /// The path of the target as sent, percent-encoding and all; begins with '/'. `*` for
  /// `OPTIONS *`. Scheme and authority of an absolute-form target are taken off.
  std::string_view path;
  /// What follows the first '?', without it; empty when there is none.
  std::string_view query;
  std::vector<HeaderView> headers;
  /// Whole and unchunked.
  std::string_view body;
  /// Whether the request had a length or was chunked, so that an empty body is one that was meant.
  bool has_length = false;

  /// The first field with that name, case aside; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
  /// How many fields have that name, case aside.
  [[nodiscard]] std::size_t count(std::string_view name) const noexcept;
};

/// An answer. The server adds Date, Content-Length and Connection, and leaves out the body of an
/// answer to HEAD.
struct Response {
  unsigned status = 200;
  std::string body;
  /// Sent as Content-Type when there is a body.
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

/// The reason phrase of a status, e.g. "Not Found".
[[nodiscard]] std::string_view reason(unsigned status) noexcept;

}  // namespace gatehouse::http
