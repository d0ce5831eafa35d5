/// Password hashing with the Argon2 reference library (RFC 9106).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/ports/entropy.hpp>
#include <gatehouse/ports/password_hasher.hpp>

namespace gatehouse {

namespace password_argon2 {
class BlockPool;
struct PhcString;
}  // namespace password_argon2

struct Argon2Options {
  /// m: memory of one hash in KiB, at least 8 times `parallelism`.
  std::uint32_t memory_kib = 19'456;
  /// t: passes over that memory, at least 1.
  std::uint32_t iterations = 2;
  /// p: lanes, 1 to 255. Each lane is a thread while it is computed.
  std::uint32_t parallelism = 1;
  /// Bytes of salt, 8 to 48.
  std::size_t salt_length = 16;
  /// Bytes of hash, 12 to 64.
  std::size_t hash_length = 32;

  /// The memory in KiB that all concurrent calls may take, including idle memory kept for the next
  /// call. Divided by `memory_kib`, it is the number of passwords that are hashed at the same time.
  std::size_t memory_budget_kib = 65'536;
  /// How long a call may wait for its share of the budget: 0 s to 1 h.
  std::chrono::milliseconds wait_deadline{10'000};

  /// Stored strings with larger parameters than these are not computed, since they could exhaust
  /// the machine. Memory up to `memory_kib` or the budget is allowed in any case.
  std::size_t max_memory_kib = 1'048'576;
  std::uint32_t max_iterations = 32;
  std::uint32_t max_parallelism = 16;

  /// Called once for each distinct amount of memory (in KiB) above the budget that a stored string
  /// requires, by the thread that verifies it first. Must not throw. May be empty.
  std::function<void(std::size_t)> on_large_hash{};
};

/// Makes Argon2id (version 1.3) PHC strings. Verifies strings of Argon2i, Argon2d and version 1.0
/// too, so that accounts from other systems can be imported; needs_rehash() is true for these. A
/// password may contain any bytes.
///
/// Calls are served in the order of their arrival, within the memory budget. A stored string that
/// requires more than the whole budget, because it was made with other options, waits until all
/// other calls are done and is computed alone. Memory is wiped after each hash, reused while calls
/// are under way, and returned to the system when none is. Passwords are not copied.
class Argon2PasswordHasher final : public PasswordHasher {
 public:
  /// `entropy` must outlive this object. Throws std::invalid_argument for invalid options.
  Argon2PasswordHasher(const Argon2Options& options, Entropy& entropy);
  ~Argon2PasswordHasher() override;

  /// Throws TransientPortError when the wait for memory is too long or the system has none,
  /// PortError when `entropy` fails.
  [[nodiscard]] std::string hash(const Secret& password) override;

  /// Returns false at once for a string that is not in the format of Argon2's encoder (with salt
  /// and hash of the lengths above). Throws PortError for a string that exceeds `max_memory_kib`,
  /// `max_iterations` or `max_parallelism`: the password cannot be checked with these options.
  /// Throws TransientPortError as hash().
  [[nodiscard]] bool verify(const Secret& password, std::string_view phc) override;

  [[nodiscard]] bool understands(std::string_view phc) const override;
  /// True when variant, version, m, t, p or the length of the hash differs from those of hash(),
  /// and for a string for which verify() always returns false.
  [[nodiscard]] bool needs_rehash(std::string_view phc) const override;

  /// Whether verify() throws PortError for the string, as it exceeds the limits of the options.
  [[nodiscard]] bool is_too_costly(std::string_view phc) const;

  /// The memory in KiB that a valid Argon2 string requires; std::nullopt for other strings.
  [[nodiscard]] static std::optional<std::size_t> memory_of(std::string_view phc);

  /// The peak of memory in KiB since the start; above the budget only if a stored string required
  /// more.
  [[nodiscard]] std::size_t peak_memory_kib() const;

  /// The current state: calls that wait for memory, calls that have it, and the KiB mapped, idle
  /// memory included.
  struct Usage {
    std::size_t waiting = 0;
    std::size_t running = 0;
    std::size_t memory_kib = 0;
  };
  [[nodiscard]] Usage usage() const;

 private:
  /// Describes which limit the string exceeds; std::nullopt when it may be computed.
  [[nodiscard]] std::optional<std::string> excess_of(
      const password_argon2::PhcString& stored) const;
  void note_large_hash(std::size_t kib);

  Argon2Options options_;
  Entropy& entropy_;
  std::unique_ptr<password_argon2::BlockPool> pool_;
  std::mutex noted_mutex_;
  std::set<std::size_t> noted_;
};

}  // namespace gatehouse
