/// A storage that counts transactions.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <typeindex>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

/// Passes everything on to another storage, which it does not own, and counts. Thread-safe.
///
///     CountingStorage storage(memory);
///     …
///     CHECK(storage.reads() == 1);
///     CHECK(storage.uses<CredentialRecords>() == 1);
class CountingStorage final : public Storage {
 public:
  explicit CountingStorage(Storage& inner) noexcept : inner_(inner) {}

  /// The number of calls of read() and transact().
  [[nodiscard]] std::size_t reads() const;
  [[nodiscard]] std::size_t transactions() const;

  /// How often transactions have called the accessor of these records. Each operation on a record
  /// calls it once, unless the caller keeps the reference.
  template <class Records>
  [[nodiscard]] std::size_t uses() const {
    return count_of(typeid(Records));
  }
  using Uses = std::map<std::type_index, std::size_t>;
  [[nodiscard]] Uses all_uses() const;

  /// Sets all counts to 0.
  void reset();

 protected:
  void do_read(ReadWork work) override;
  void do_transact(Work work) override;

 private:
  class CountedTransaction;

  [[nodiscard]] std::size_t count_of(std::type_index records) const;
  void count(std::type_index records);

  Storage& inner_;
  mutable std::mutex mutex_;
  std::size_t reads_ = 0;
  std::size_t transactions_ = 0;
  Uses uses_;
};

}  // namespace gatehouse::testing
