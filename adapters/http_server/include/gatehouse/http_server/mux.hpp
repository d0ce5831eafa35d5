/// Dispatches requests to handlers by path.
#pragma once

#include <string_view>
#include <vector>

#include <gatehouse/http_server/handler.hpp>

namespace gatehouse::http {

/// Maps path prefixes to handlers. Paths are compared byte by byte, as sent. Handlers and patterns
/// must outlive the server that uses the mux.
class Mux {
 public:
  /// The origin of the requests at a path.
  enum class Requests : bool {
    own,
    /// Another server relays its clients' requests to this path for authorization. Their targets
    /// may contain octets that RFC 3986 requires to be encoded, expectations (RFC 9110, section
    /// 10.1.1) are ignored, and larger limits apply (see ServerOptions).
    relayed,
  };

  /// `fallback` handles all paths that match no pattern, and requests that are rejected before the
  /// path is known.
  explicit Mux(Handler& fallback) : fallback_(&fallback) {}

  /// A pattern that ends with a slash matches all paths that begin with it. Any other pattern
  /// matches that exact path, with or without a trailing slash. The longest match wins. At most one
  /// pattern may be for relayed requests, and it must end with a slash. Throws std::logic_error if
  /// this is violated or the pattern is already mounted.
  Mux& mount(std::string_view pattern, Handler& handler, Requests requests = Requests::own);

  [[nodiscard]] Handler& find(std::string_view path) const noexcept;

  /// The path prefix of relayed requests; empty if there are none.
  [[nodiscard]] std::string_view relayed_prefix() const noexcept { return relayed_prefix_; }

 private:
  struct Mount {
    std::string_view pattern;
    Handler* handler;
  };

  Handler* fallback_;
  /// Sorted by decreasing length of the pattern.
  std::vector<Mount> mounts_;
  std::string_view relayed_prefix_;
};

}  // namespace gatehouse::http
