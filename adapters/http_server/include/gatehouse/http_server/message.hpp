/// HTTP requests and answers as the application sees them: no sockets, no parser's types.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/base/ip_address.hpp>
#include <gatehouse/http_server/labels.hpp>

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
  /// The client's numeric address, without its port: where the connection comes from, or what a
  /// trusted proxy says of its own client (see ServerOptions::trusted_proxies). IPv4 in its own
  /// form, on sockets of IPv6 too.
  std::string_view remote;
  /// The same.
  std::optional<IpAddress> address{};
  /// The X-Request-Id of the answer: the request's own, if it is 1 to 128 visible ASCII characters
  /// without quotation mark, apostrophe and backslash; a new one otherwise.
  std::string_view id;
  /// When all of it had come, where it has waited for a pool.
  std::chrono::steady_clock::time_point arrived{};

  /// The first field with that name, case aside; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
  /// How many fields have that name, case aside.
  [[nodiscard]] std::size_t count(std::string_view name) const noexcept;
  /// How long the request has been waiting for its pool; zero where it does not.
  [[nodiscard]] std::chrono::steady_clock::duration waited() const noexcept;
};

/// What a request and its answer are filed under, in counts and logs. The application gives it;
/// nothing that a client sent belongs in it.
struct RequestLabels {
  /// The number of the operation, among those that the application counts; 0 for all others.
  std::size_t operation = 0;
  /// The template of the path, e.g. "/api/v1/projects/{project_id}"; empty for unknown paths. Lives
  /// as long as the program.
  std::string_view path{};
  Labels extra{};
};

/// What comes after the first part of a long body, which is made as the client takes it.
class BodySource {
 public:
  virtual ~BodySource() = default;

  /// Appends the next part to `part` and says whether it was not the last. Called on the pool of
  /// the request, once at a time, after the client has taken what came before. An exception cuts
  /// the connection, so that the client sees that the body is not whole.
  [[nodiscard]] virtual bool next(std::string& part) = 0;
};

/// An answer. The server adds Date, Content-Length, Connection, X-Request-Id,
/// X-Content-Type-Options and, over TLS, Strict-Transport-Security, and leaves out the body of an
/// answer to HEAD.
struct Response {
  unsigned status = 200;
  std::string body;
  /// In place of `body`: one that many answers share, so that none of them holds it.
  std::shared_ptr<const std::string> shared_body{};
  /// What comes after `body`, if there is more: the answer is then sent in chunks (RFC 9112 section
  /// 7.1), and to HTTP/1.0 until the end of the connection.
  std::shared_ptr<BodySource> rest{};
  /// Sent as Content-Type when there is a body.
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  /// Not sent.
  RequestLabels labels{};
};

/// The path as it is without a slash at its end, which means nothing; "/" stays.
[[nodiscard]] constexpr std::string_view without_closing_slash(std::string_view path) noexcept {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

/// One line about a failure, for a log, e.g. "GET /api/v1/me [4f…]: the disk is full". `where` is
/// the template of the path, for paths hold tokens; `id` that of the request.
[[nodiscard]] std::string failure_line(std::string_view method, std::string_view where,
                                       std::string_view id, std::string_view what);

/// The reason phrase of a status, e.g. "Not Found".
[[nodiscard]] std::string_view reason(unsigned status) noexcept;

}  // namespace gatehouse::http
