/// What a server asks of the application behind it.
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

/// Where a request is worked on. Work of one pool never waits for work of another, so that a flood
/// of logins does not hold up lookups.
enum class Pool : std::uint8_t {
  /// On the thread of the connection: work that does not block.
  direct,
  /// Waits for the storage: the short reads that say who the caller is or what a client may do,
  /// where they wait at all.
  lookup,
  /// Waits for the storage to read from it. Work that waits for its turn to write does not hold it
  /// up.
  reading,
  /// Waits for the storage.
  storage,
  /// Waits for the password hasher.
  hashing,
  /// Waits for the password hasher to verify what gateways' clients show: apart from logins, which
  /// a flood of wrong credentials must not keep out.
  verifying,
  /// Waits for the mail server.
  mail,
};

/// In whose name a request waits for a pool. Where more wait than there are threads, standings take
/// turns, then the parties of a standing, then the matters of a party; so a party that asks for
/// much waits for itself alone. Texts are compared octet by octet.
struct Claim {
  enum class Standing : std::uint8_t {
    /// Nothing is known of the client but its address. What many parties want on the same matter
    /// takes the turns of one, so that those who attack one account from many addresses do not
    /// outnumber all others.
    stranger,
    /// The party has proved who it is, or has lately logged in from where it is.
    known
  };
  Standing standing = Standing::stranger;
  /// A tenant, or the network of a stranger (see network_of()). Empty: the client's network, where
  /// requests that wait for the storage take turns by their Authorization field.
  std::string party{};
  /// What it is about, e.g. the account to log in to; empty: nothing in particular.
  std::string matter{};
};

/// The name of the network that an address belongs to, as a party: an IPv4 address is one by
/// itself, IPv6 addresses with the same first 64 bits are one, since a client chooses the rest.
/// Addresses that are not known have one name in common.
[[nodiscard]] std::string network_of(const std::optional<IpAddress>& address);

/// What the header of a request comes to, before its body is read.
struct Plan {
  Pool pool = Pool::direct;
  /// Octets; a longer body is answered 413.
  std::size_t body_limit = 0;
  /// The body is of no use and is not kept.
  bool discards_body = false;
  /// Where admit() is called before the body is read; nothing: it is not called.
  std::optional<Pool> admission{};
  /// What plan() has found out, so that handle() need not look for it again. A pointer costs no
  /// allocation.
  std::any found{};
  /// Of what the server answers itself from here on.
  RequestLabels labels{};
  /// For the place in the queue of the pool.
  Claim claim{};
};

class Handler {
 public:
  virtual ~Handler() = default;

  /// Called on the thread of the connection once the header is complete; never blocks. An answer
  /// at once (no such path, ...) spares reading the body.
  [[nodiscard]] virtual std::variant<Plan, Response> plan(const Request& head) = 0;

  /// Called where the plan says, with a request whose body has not been read, and not at all for
  /// one without a body: why it is refused, so that a stranger's body is not kept. An exception is
  /// answered by failure().
  [[nodiscard]] virtual std::optional<Response> admit(const Request& /*head*/,
                                                      const Plan& /*plan*/) {
    return std::nullopt;
  }

  /// Called on the plan's pool with the whole request, from many threads. A plan in place of an
  /// answer has the request handled by that plan: a pool on which claims matter is entered when it
  /// is known who asks; what `plan` has found may be moved to it. An exception is answered by
  /// failure(), and so is an answer with a malformed status or field: a line break in a value would
  /// let its author add fields or answers.
  [[nodiscard]] virtual std::variant<Plan, Response> handle(const Request& request, Plan& plan) = 0;

  /// The answer to what the server itself refuses: malformed requests, sizes, deadlines, overload
  /// (400, 408, 413, 414, 417, 431, 503, 505), in the application's error shape. `path` is
  /// empty when the request line was not understood. 503 is to carry Retry-After.
  [[nodiscard]] virtual Response refuse(unsigned status, std::string_view path,
                                        std::string_view detail) = 0;

  /// The answer to an exception that plan() or handle() let out, called inside the catch block.
  [[nodiscard]] virtual Response failure(const Request& request) noexcept = 0;
};

}  // namespace gatehouse::http
