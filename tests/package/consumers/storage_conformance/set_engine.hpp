/// An engine for gatehouse/kernel outside the project: each index is a set of complete records.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gatehouse/kernel/index.hpp>

namespace outside {

template <class Index>
constexpr bool is_unique = true;
template <auto... parts>
constexpr bool is_unique<gatehouse::kernel::Counter<parts...>> = false;

class SetEngine {
 public:
  /// Lookups return copies, as those of a storage on disk would.
  template <class Record, class... Indexes>
  class Table {
   public:
    explicit Table(SetEngine& engine) noexcept : engine_(engine) {}

    template <class Index, class... Parts>
    std::optional<Record> find(Index, const Parts&... parts) const {
      const auto& records = ordered<Index>();
      const auto found = records.find(std::tie(parts...));
      return found == records.end() ? std::nullopt : std::optional(*found);
    }
    std::optional<Record> last() const {
      const auto& records = std::get<0>(indexes_);
      return records.empty() ? std::nullopt : std::optional(*records.rbegin());
    }
    template <class Index, class Range, class Visit>
    void visit(Index, const Range& range, Visit visit) const {
      auto [place, end] = gatehouse::kernel::bounds(ordered<Index>(), range);
      while (place != end && visit(*place)) ++place;
    }
    template <class Counter, class... Parts>
    std::size_t count(Counter, const Parts&... parts) const {
      return ordered<Counter>().count(std::tie(parts...));
    }
    std::size_t size() const { return std::get<0>(indexes_).size(); }

    bool insert(const Record& record) {
      if ((is_taken<Indexes>(record) || ...)) return false;
      add(record);
      engine_.undo_.push_back([this, record] { remove(record); });
      return true;
    }
    bool replace(const Record& old, const Record& record) {
      erase(old);
      if (insert(record)) return true;
      insert(old);
      return false;
    }
    void erase(const Record& record) {
      remove(record);
      engine_.undo_.push_back([this, record] { add(record); });
    }

   private:
    /// Counters have many records with the same key.
    template <class Index>
    using Ordered = std::multiset<Record, gatehouse::kernel::IndexOrder<Index, Record>>;

    template <class Index>
    const Ordered<Index>& ordered() const {
      return std::get<Ordered<Index>>(indexes_);
    }
    template <class Index>
    bool is_taken(const Record& record) const {
      return is_unique<Index> && ordered<Index>().contains(record);
    }
    void add(const Record& record) {
      std::apply([&](auto&... each) { (each.insert(record), ...); }, indexes_);
    }
    void remove(const Record& record) {
      std::apply([&](auto&... each) { (each.erase(each.find(record)), ...); }, indexes_);
    }

    SetEngine& engine_;
    std::tuple<Ordered<Indexes>...> indexes_;
  };

  void keep() { undo_.clear(); }
  void roll_back() {
    for (; !undo_.empty(); undo_.pop_back()) undo_.back()();
  }

 private:
  std::vector<std::function<void()>> undo_;
};

}  // namespace outside
