/// Generates ids, tokens and codes from entropy.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/ports/digest.hpp>
#include <gatehouse/ports/entropy.hpp>
#include <gatehouse/services/ports.hpp>

namespace gatehouse {

namespace detail {
/// A UUID version 7 (RFC 9562): 48 bits of milliseconds, 12 bits that carry the microseconds
/// (section 6.2, method 3), 62 random bits.
[[nodiscard]] std::array<std::uint8_t, 16> make_uuid7(Timestamp now, Entropy& entropy);
/// The latest time at which a new id may still be smaller than this one. Empty for an id that is
/// not a UUID version 7, or whose time is implausible.
[[nodiscard]] std::optional<Timestamp> time_of_uuid7(const std::array<std::uint8_t, 16>& id);
}  // namespace detail

/// The creation time, according to the creation order, of the newest record that is listed in that
/// order. Ids made for later times sort after all stored records.
[[nodiscard]] std::optional<Timestamp> newest_in_order(Operations& operations);

/// Makes an id. Ids made for later times are greater. Pass a time from Clock::in_order().
template <class AnyId>
[[nodiscard]] AnyId make_id(Timestamp now, Entropy& entropy) {
  return AnyId(detail::make_uuid7(now, entropy));
}

/// Makes an id that is greater than all ids made before.
template <class AnyId>
[[nodiscard]] AnyId make_id(const ServicePorts& ports, Timestamp now) {
  return make_id<AnyId>(ports.clock.in_order(now), ports.entropy);
}

/// An id that is made in the first run of a change's work and reused when the work is run again.
template <class AnyId>
class NewId {
 public:
  /// The ports must outlive this object.
  explicit NewId(const ServicePorts& ports) : ports_(ports) {}

  /// `now` is the time of the change.
  [[nodiscard]] AnyId at(Timestamp now) {
    if (!id_) id_ = make_id<AnyId>(ports_, now);
    return *id_;
  }

 private:
  const ServicePorts& ports_;
  std::optional<AnyId> id_{};
};

/// Issues 256 random bits in base64url (43 characters), for user and reset tokens.
[[nodiscard]] IssuedToken issue_token(Entropy& entropy, const Digest& digest);

/// The same after a prefix, for secrets and tokens of service accounts.
[[nodiscard]] IssuedToken issue_prefixed_token(std::string_view prefix, Entropy& entropy,
                                               const Digest& digest);

/// Issues 256 random bits in lower-case hex (64 digits), for approve codes and consumer tokens.
[[nodiscard]] IssuedToken issue_hex_token(Entropy& entropy, const Digest& digest);

}  // namespace gatehouse
