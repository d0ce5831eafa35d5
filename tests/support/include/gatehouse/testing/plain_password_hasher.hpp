/// A fast password hasher for tests that does not protect passwords.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>

#include <gatehouse/ports/password_hasher.hpp>

namespace gatehouse::testing {

/// Returns `$plain$v=1$<parameter>$<password in hex>`: formatted like a PHC string, with a
/// parameter that can be raised to test rehashing, and NOT a hash: the password can be read from
/// it. Counts its calls, so that a test can check for equal work for an unknown user and a wrong
/// password. Thread-safe.
class PlainPasswordHasher final : public PasswordHasher {
 public:
  explicit PlainPasswordHasher(unsigned parameter = 1) noexcept;

  [[nodiscard]] std::string hash(const Secret& password) override;
  [[nodiscard]] bool verify(const Secret& password, std::string_view phc) override;
  [[nodiscard]] bool understands(std::string_view phc) const override;
  [[nodiscard]] bool needs_rehash(std::string_view phc) const override;

  /// Sets the current parameter; hashes with another parameter need a rehash.
  void set_parameter(unsigned parameter) noexcept;

  /// Called once, by the next call of hash() or verify().
  void on_next_call(std::function<void()> hook);

  /// The number of calls of hash() and verify().
  [[nodiscard]] std::size_t hashes() const noexcept;
  [[nodiscard]] std::size_t verifications() const noexcept;

 private:
  void run_hook();

  std::atomic<unsigned> parameter_;
  std::atomic<std::size_t> hashes_ = 0;
  std::atomic<std::size_t> verifications_ = 0;
  std::mutex mutex_;
  std::function<void()> hook_;
};

}  // namespace gatehouse::testing
