/// HTTP requests and responses, independent of sockets and of the parser.
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

/// A request whose framing has been validated (RFC 9112): unambiguous length, a single Host,
/// supported version, no control characters in fields.
struct Request {
  /// As sent; methods are case-sensitive.
  std::string_view method;
  /// The path of the target as sent, still percent-encoded; begins with '/', or is `*` for `OPTIONS
  /// *`. Scheme and authority of an absolute-form target are removed.
  std::string_view path;
  /// The part after the first '?'; empty if absent.
  std::string_view query;
  std::vector<HeaderView> headers;
  /// Complete, with any chunked encoding removed.
  std::string_view body;
  /// Whether the request had a Content-Length or was chunked; distinguishes an empty body from an
  /// absent one.
  bool has_length = false;
  /// The client's numeric address without port: the peer of the connection, or the client named by
  /// a trusted proxy (see ServerOptions::trusted_proxies). IPv4 addresses have their own form on
  /// IPv6 sockets too.
  std::string_view remote;
  /// The parsed form of `remote`.
  std::optional<IpAddress> address{};
  /// The X-Request-Id of the response: that of the request if it is 1 to 128 visible ASCII
  /// characters without quotation mark, apostrophe and backslash, otherwise a new one.
  std::string_view id;
  /// The time at which the request was complete, if it was queued for a pool.
  std::chrono::steady_clock::time_point arrived{};

  /// Returns the first field with that name, ignoring case, or an empty string.
  [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
  /// Returns the number of fields with that name, ignoring case.
  [[nodiscard]] std::size_t count(std::string_view name) const noexcept;
  /// Returns the time spent in the queue of the pool; zero if the request was not queued.
  [[nodiscard]] std::chrono::steady_clock::duration waited() const noexcept;
};

/// Labels of a request and its response for metrics and logs. The application sets them; they must
/// not contain data sent by the client.
struct RequestLabels {
  /// Number of the operation among those that the application counts; 0 for all others.
  std::size_t operation = 0;
  /// Template of the path, e.g. "/api/v1/projects/{project_id}"; empty for unknown paths. Must have
  /// static storage duration.
  std::string_view path{};
  Labels extra{};
};

/// Generates the remaining parts of a long body as the client receives it.
class BodySource {
 public:
  virtual ~BodySource() = default;

  /// Appends the next part to `part` and returns whether more parts follow. Called on the pool of
  /// the request, never concurrently, after the client has received everything before. An exception
  /// aborts the connection, so that the client can detect the truncated body.
  [[nodiscard]] virtual bool next(std::string& part) = 0;
};

/// A response. The server adds Date, Content-Length, Connection, X-Request-Id,
/// X-Content-Type-Options and, over TLS, Strict-Transport-Security, and omits the body in responses
/// to HEAD.
struct Response {
  unsigned status = 200;
  std::string body;
  /// Used instead of `body` to share one body among many responses.
  std::shared_ptr<const std::string> shared_body{};
  /// Source of the parts that follow `body`. If set, the response is sent with chunked encoding
  /// (RFC 9112 section 7.1), or to HTTP/1.0 clients until the connection closes.
  std::shared_ptr<BodySource> rest{};
  /// Sent as Content-Type if there is a body.
  std::string_view content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  /// Not sent.
  RequestLabels labels{};
};

/// Removes a trailing slash from the path, which is not significant. "/" is unchanged.
[[nodiscard]] constexpr std::string_view without_closing_slash(std::string_view path) noexcept {
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

/// Formats a failure for the log in one line, e.g. "GET /api/v1/me [4f…]: the disk is full".
/// `where` is the template of the path, since paths may contain tokens; `id` is the request id.
[[nodiscard]] std::string failure_line(std::string_view method, std::string_view where,
                                       std::string_view id, std::string_view what);

/// Returns the reason phrase of a status, e.g. "Not Found".
[[nodiscard]] std::string_view reason(unsigned status) noexcept;

}  // namespace gatehouse::http
