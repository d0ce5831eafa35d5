/// A password hasher that takes no time, and hides nothing.
#pragma once

#include <atomic>
#include <cstddef>

#include <gatehouse/ports/password_hasher.hpp>

namespace gatehouse::testing {

/// Makes `$plain$v=1$<parameter>$<password in hex>`: shaped like a PHC string, with a parameter
/// that can be turned up to see old hashes replaced, and NOT a hash: anyone reads the password
/// back. Counts its calls, so that a test can see that equal work is done for an unknown user and a
/// wrong password. Any number of threads may use it.
class PlainPasswordHasher final : public PasswordHasher {
 public:
  explicit PlainPasswordHasher(unsigned parameter = 1) noexcept;

  [[nodiscard]] std::string hash(const Secret& password) override;
  [[nodiscard]] bool verify(const Secret& password, std::string_view phc) override;
  [[nodiscard]] bool understands(std::string_view phc) const override;
  [[nodiscard]] bool needs_rehash(std::string_view phc) const override;

  /// The parameter in force from now on; hashes made with another need a rehash.
  void set_parameter(unsigned parameter) noexcept;

  /// How often hash() was called, and verify().
  [[nodiscard]] std::size_t hashes() const noexcept;
  [[nodiscard]] std::size_t verifications() const noexcept;

 private:
  std::atomic<unsigned> parameter_;
  std::atomic<std::size_t> hashes_ = 0;
  std::atomic<std::size_t> verifications_ = 0;
};

}  // namespace gatehouse::testing
