/// Making ids, tokens and codes out of entropy.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

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
/// The latest time whose ids may be smaller than this one. Nothing for what is no id of that
/// version, or has a time far out of reach.
[[nodiscard]] std::optional<Timestamp> time_of_uuid7(const std::array<std::uint8_t, 16>& id);
}  // namespace detail

/// When the newest of all that is listed in the order of creation was made, by its place in that
/// order. Ids that are made at later times come after everything that is stored.
[[nodiscard]] std::optional<Timestamp> newest_in_order(Operations& operations);

/// A new id. Ids made at later times are greater. Give it a time from Clock::in_order().
template <class AnyId>
[[nodiscard]] AnyId make_id(Timestamp now, Entropy& entropy) {
  return AnyId(detail::make_uuid7(now, entropy));
}

/// A new id, greater than all that were made before.
template <class AnyId>
[[nodiscard]] AnyId make_id(const ServicePorts& ports, Timestamp now) {
  return make_id<AnyId>(ports.clock.in_order(now), ports.entropy);
}

/// An id that the first run of a change's work makes, and that is the same in all its runs.
template <class AnyId>
class NewId {
 public:
  /// The ports outlive it.
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

/// 256 random bits in base64url (43 characters): user and reset tokens.
[[nodiscard]] IssuedToken issue_token(Entropy& entropy, const Digest& digest);

/// 256 random bits in lower-case hex (64 digits): approve codes and consumer tokens.
[[nodiscard]] IssuedToken issue_hex_token(Entropy& entropy, const Digest& digest);

}  // namespace gatehouse
