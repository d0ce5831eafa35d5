/// The interface between the server and the application.
#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <gatehouse/http_server/message.hpp>

namespace gatehouse::http {

/// The threads that process a request. Work in one pool never waits for work in another, so that a
/// flood of logins does not delay lookups.
enum class Pool : std::uint8_t {
  /// The thread of the connection, for work that does not block.
  direct,
  /// For short reads that identify the caller or check a client's permission and may wait for the
  /// storage.
  lookup,
  /// For reads from the storage. They are not delayed by work that waits for its turn to write.
  reading,
  /// For other work that waits for the storage.
  storage,
  /// For work that waits for the password hasher.
  hashing,
  /// For verifying the credentials of gateways' clients with the password hasher. Separate from
  /// logins, so that a flood of wrong credentials does not block them.
  verifying,
  /// For work that waits for the mail server.
  mail,
};

/// Identifies the originator of a request in the queue of a pool. When more requests wait than
/// there are threads, standings take turns, then the parties of a standing, then the matters of a
/// party, so a party that sends many requests only delays its own. Strings are compared byte by
/// byte.
struct Claim {
  enum class Standing : std::uint8_t {
    /// Only the client's address is known. Requests of many parties on the same matter share one
    /// party's turns, so that an attack on one account from many addresses does not outnumber other
    /// clients.
    stranger,
    /// The party is authenticated, or has recently logged in from the same network.
    known
  };
  Standing standing = Standing::stranger;
  /// A tenant, or the network of a stranger (see network_of()). If empty, the client's network is
  /// used; requests that wait for the storage then take turns by their Authorization field.
  std::string party{};
  /// The object of the request, e.g. the account to log in to. May be empty.
  std::string matter{};
};

/// Returns the party name for the network of an address. Each IPv4 address is its own network; IPv6
/// addresses with the same first 64 bits share one, since a client can choose the remaining bits.
/// All unknown addresses share one name.
[[nodiscard]] std::string network_of(const std::optional<IpAddress>& address);

/// The handler's decision on a request header, made before the body is read.
struct Plan {
  Pool pool = Pool::direct;
  /// In octets. A longer body is rejected with 413.
  std::size_t body_limit = 0;
  /// Whether the body is read and discarded.
  bool discards_body = false;
  /// The pool on which admit() is called before the body is read; if empty, it is not called.
  std::optional<Pool> admission{};
  /// Result of plan(), passed to handle() to avoid a second lookup. Storing a pointer does not
  /// allocate.
  std::any found{};
  /// Labels for responses that the server generates itself from this point on.
  RequestLabels labels{};
  /// Determines the request's turn in the queue of the pool.
  Claim claim{};
};

class Handler {
 public:
  virtual ~Handler() = default;

  /// Called on the thread of the connection once the header is complete. Must not block. Returning
  /// a response (e.g. for an unknown path) avoids reading the body.
  [[nodiscard]] virtual std::variant<Plan, Response> plan(const Request& head) = 0;

  /// Called on Plan::admission before the body is read, and only for requests with a body. Returns
  /// a response to reject the request, so that bodies from strangers are not buffered. May change
  /// `plan.found`. failure() handles an exception.
  [[nodiscard]] virtual std::optional<Response> admit(const Request& /*head*/, Plan& /*plan*/) {
    return std::nullopt;
  }

  /// Called concurrently on the plan's pool with the complete request. Returning a plan instead of
  /// a response reschedules the request by that plan, so that a pool that uses claims is entered
  /// after the caller is identified; `plan.found` may be moved into it. failure() handles
  /// exceptions, and also responses with a malformed status or field: a line break in a value would
  /// allow header injection and response splitting.
  [[nodiscard]] virtual std::variant<Plan, Response> handle(const Request& request, Plan& plan) = 0;

  /// Returns the response, in the application's error format, to a request that the server itself
  /// rejects: malformed requests, size limits, deadlines, overload (400, 408, 413, 414, 417, 431,
  /// 503, 505). `path` is empty if the request line could not be parsed. A 503 should carry
  /// Retry-After.
  [[nodiscard]] virtual Response refuse(unsigned status, std::string_view path,
                                        std::string_view detail) = 0;

  /// Returns the response to an exception thrown by plan() or handle(). Called inside the catch
  /// block.
  [[nodiscard]] virtual Response failure(const Request& request) noexcept = 0;

  /// Returns header fields, as complete lines ("Name: value\r\n"), that the server adds to every
  /// response to the request, those of refuse() and failure() included. They must stay valid as
  /// long as the handler. Not called for a request whose header could not be parsed.
  [[nodiscard]] virtual std::string_view fields_for(const Request& /*head*/) const noexcept {
    return {};
  }
};

}  // namespace gatehouse::http
