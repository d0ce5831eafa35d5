/// Which handler answers which paths.
#pragma once

#include <string_view>
#include <vector>

#include <gatehouse/http_server/handler.hpp>

namespace gatehouse::http {

/// Handlers by the beginnings of paths. Paths are compared octet by octet, as they were sent. The
/// handlers and patterns outlive the server that a mux is given to.
class Mux {
 public:
  /// Whose requests come in at a path.
  enum class Requests : bool {
    own,
    /// Another server relays requests of its own clients there, to ask about them. Their targets
    /// may hold octets that RFC 3986 wants encoded, an expectation (RFC 9110, section 10.1.1) is
    /// not this server's to meet, and larger limits hold (see ServerOptions).
    relayed,
  };

  /// `fallback` answers all paths at which nothing is mounted, and what the server refuses before
  /// it knows the path.
  explicit Mux(Handler& fallback) : fallback_(&fallback) {}

  /// A pattern that ends with a slash stands for all paths that begin with it; any other one for
  /// the path itself, with or without a closing slash. Where several fit, the longest one counts.
  /// At most one pattern may be of relayed requests, and it must end with a slash. Throws
  /// std::logic_error when that does not hold, and for a pattern that is mounted already.
  Mux& mount(std::string_view pattern, Handler& handler, Requests requests = Requests::own);

  [[nodiscard]] Handler& find(std::string_view path) const noexcept;

  /// The beginning of the paths of relayed requests; empty without any.
  [[nodiscard]] std::string_view relayed_prefix() const noexcept { return relayed_prefix_; }

 private:
  struct Mount {
    std::string_view pattern;
    Handler* handler;
  };

  Handler* fallback_;
  /// The longest pattern first.
  std::vector<Mount> mounts_;
  std::string_view relayed_prefix_;
};

}  // namespace gatehouse::http
