/// All that a storage holds, across the accounts: for tools that move or check a whole
/// installation, and not for requests. So it has a door of its own, and
/// is no part of what a transaction offers.
///
///     const Scan& scan = Scan::through(tx);
///     for_each_record<User>(scan, 100, [&](const User& user) { … });
///
/// [ST-150] Every record of the storage is on exactly one page, as it was stored, in the order of
///          its kind's key (see records/kind.hpp), where text is compared byte for byte; and what
///          those of RecordKinds hold is all that the storage holds.
/// [ST-151] A page holds what comes after its `after`, of which only the key counts and which need
///          not be there, at most `limit` records.
/// [ST-260] newest() tells the greatest id and the latest creation of what is there. It is found by
///          indexes, however much there is.
/// [ST-152] A scan sees what its transaction sees: one state, and its own writes.
/// [ST-218] The rows of what is being erased are on the pages too, until they go; for_each_record()
///          passes them over.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <gatehouse/ports/storage.hpp>
#include <gatehouse/ports/storage/erased.hpp>
#include <gatehouse/records/all.hpp>

namespace gatehouse {

/// What was made last of all that is listed in the order of creation, whosever it is.
struct Newest {
  /// The greatest id of all records that have one, but those that only others refer to.
  std::optional<std::array<std::uint8_t, 16>> id{};
  /// The latest creation of an item of the catalogue, which is listed by that.
  std::optional<Timestamp> catalogue_item{};

  friend bool operator==(const Newest&, const Newest&) = default;
};

/// Pages of each of the kinds.
template <class Kinds>
class PagesOf;

template <>
class PagesOf<std::tuple<>> {
 public:
  void page() const = delete;

 protected:
  ~PagesOf() = default;
};

template <class Record, class... Others>
class PagesOf<std::tuple<Record, Others...>> : public PagesOf<std::tuple<Others...>> {
 public:
  using PagesOf<std::tuple<Others...>>::page;
  [[nodiscard]] virtual std::vector<Record> page(const Page<Record>&) const = 0;

 protected:
  ~PagesOf() = default;
};

/// Pages of every kind. Belongs to the transaction that it was reached through.
class Scan : public PagesOf<RecordKinds> {
 public:
  [[nodiscard]] static const Scan& through(const Transaction& tx) { return tx.scan(); }

  [[nodiscard]] virtual Newest newest() const = 0;
  /// All erasures that are under way.
  [[nodiscard]] virtual std::vector<Erasure> all_erasures() const = 0;

 protected:
  ~Scan() = default;
};

/// For storages: a scan whose pages all come from one function template of the class `Adapter`,
/// which derives from this:
///
///     template <class Record>
///     std::vector<Record> page_of(const Page<Record>& page) const;
template <class Adapter, class Kinds = RecordKinds>
class ScanBy;

template <class Adapter>
class ScanBy<Adapter, std::tuple<>> : public Scan {
 protected:
  ~ScanBy() = default;
};

template <class Adapter, class Record, class... Others>
class ScanBy<Adapter, std::tuple<Record, Others...>>
    : public ScanBy<Adapter, std::tuple<Others...>> {
 public:
  using ScanBy<Adapter, std::tuple<Others...>>::page;
  [[nodiscard]] std::vector<Record> page(const Page<Record>& page) const final {
    return static_cast<const Adapter&>(*this).page_of(page);
  }

 protected:
  ~ScanBy() = default;
};

/// Calls `visit` with every record of a kind that is not being erased, in order, holding at most
/// `page_size` at a time.
template <class Record, class Visit>
void for_each_record(const Scan& scan, std::size_t page_size, Visit&& visit) {
  std::map<ErasureKey, Erasure> erasures;
  for (Erasure& erasure : scan.all_erasures()) erasures.emplace(erasure.key, std::move(erasure));
  const auto noted = [&](const ErasureKey& key) -> std::optional<Erasure> {
    const auto found = erasures.find(key);
    if (found == erasures.end()) return std::nullopt;
    return found->second;
  };
  Page<Record> page{.after = {}, .limit = page_size};
  for (;;) {
    std::vector<Record> records = scan.page(page);
    for (const Record& record : records) {
      if (erasures.empty() || !is_erased(record, noted)) visit(record);
    }
    if (records.size() < page_size) return;
    page.after = std::move(records.back());
  }
}

}  // namespace gatehouse
