/// The tables of all kinds on one engine.
#pragma once

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/kernel/rows.hpp>
#include <gatehouse/ports/storage/erased.hpp>
#include <gatehouse/records/all.hpp>

namespace gatehouse::kernel {

/// See stores/usage.hpp.
struct UsageTotal;

/// Here and not beside its store, since every lookup asks for erasures.
template <>
struct Indexes<Erasure> {
  using Key = Index<&Erasure::key>;
  using All = IndexList<Key>;
};

/// The rows of each of the kinds.
template <class Engine, class Kinds>
class RowsOf;
template <class Engine, class... Kinds>
class RowsOf<Engine, std::tuple<Kinds...>> : public Rows<Engine, Kinds>... {
 public:
  explicit RowsOf(Engine& engine) : Rows<Engine, Kinds>(engine)... {}
};

template <class Engine>
class Tables : private RowsOf<Engine, RecordKinds>,
               private RowsOf<Engine, std::tuple<Erasure, UsageTotal>> {
 public:
  explicit Tables(Engine& engine)
      : RowsOf<Engine, RecordKinds>(engine),
        RowsOf<Engine, std::tuple<Erasure, UsageTotal>>(engine) {}

  template <class Record>
  [[nodiscard]] Rows<Engine, Record>& of() noexcept {
    static_assert(std::is_base_of_v<Rows<Engine, Record>, Tables>,
                  "the kind is missing in RecordKinds (records/all.hpp)");
    return *this;
  }
  template <class Record>
  [[nodiscard]] const Rows<Engine, Record>& of() const noexcept {
    return *this;
  }

  /// Whether the record is being erased.
  template <class Record>
  [[nodiscard]] bool is_being_erased(const Record& record) const {
    const auto& erasures = of<Erasure>();
    return erasures.last() && is_erased(record, [&](const ErasureKey& key) {
             return copied(erasures.find(Indexes<Erasure>::Key{}, key));
           });
  }

  /// Whether the record is in the scope of a project that is being erased.
  template <class Record>
  [[nodiscard]] bool is_of_erased_project(const Record& record) const {
    const auto& erasures = of<Erasure>();
    return erasures.last() && record.scope.project() &&
           erasures.find(Indexes<Erasure>::Key{},
                         erasure_of::project(record.account, *record.scope.project()));
  }

  /// The number of records of the account, except those in the scope of projects being erased.
  template <class Record>
  [[nodiscard]] std::size_t count_outside_erased_projects(AccountId account) const {
    using By = Indexes<Record>;
    const auto& records = of<Record>();
    std::size_t count = records.count(typename By::OfAccount{}, account);
    of<Erasure>().visit(Indexes<Erasure>::Key{}, within(), [&](const Erasure& erasure) {
      const ErasureKey& key = erasure.key;
      if (key.kind == ErasureKind::project && key.account == account) {
        count -= records.count(typename By::OfScope{}, account, *key.scope);
      }
      return true;
    });
    return count;
  }

  /// The record that a lookup found, unless it is being erased.
  template <class Found>
  [[nodiscard]] auto living(Found found) const {
    if (found && is_being_erased(*found)) found = Found{};
    return copied(std::move(found));
  }
};

/// The base of every collection on tables. A storage may derive from each of them.
template <class Port>
class Store : public Port {
 public:
  virtual ~Store() = default;
};

}  // namespace gatehouse::kernel
