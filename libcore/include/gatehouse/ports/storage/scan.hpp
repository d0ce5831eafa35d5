/// Scans over all records of a storage, across accounts: only for tools that migrate or check a
/// whole installation, never for serving requests. Scans therefore have a separate entry point and
/// are not part of the transaction interface.
///
///     const Scan& scan = Scan::through(tx);
///     for_each_record<User>(scan, 100, [&](const User& user) { … });
///
/// [ST-150] Every record of the storage is on exactly one page, as it was stored, ordered by the
///          key of its kind (see records/kind.hpp), where text is compared byte for byte. The kinds
///          in RecordKinds cover the complete contents of the storage.
/// [ST-151] A page holds at most `limit` records after its `after`, of which only the key is used
///          and which need not exist.
/// [ST-260] newest() returns the greatest id and the latest creation time of the existing records.
///          It uses indexes, so that its cost does not depend on their number.
/// [ST-152] A scan sees what its transaction sees: one consistent state, and its own writes.
/// [ST-218] Pages include the rows of records that are being erased, until they are removed;
///          for_each_record() skips them.
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

/// The newest records of those listed in the order of creation, across accounts.
struct Newest {
  /// The greatest id of all records that have one. Ids that occur only as references do not count.
  std::optional<std::array<std::uint8_t, 16>> id{};
  /// The latest creation time of a catalogue item, by which the catalogue is ordered.
  std::optional<Timestamp> catalogue_item{};

  friend bool operator==(const Newest&, const Newest&) = default;
};

/// Provides pages of each of the kinds.
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

/// Provides pages of every kind. Valid as long as the transaction from which it was obtained.
class Scan : public PagesOf<RecordKinds> {
 public:
  [[nodiscard]] static const Scan& through(const Transaction& tx) { return tx.scan(); }

  [[nodiscard]] virtual Newest newest() const = 0;
  /// All erasures in progress.
  [[nodiscard]] virtual std::vector<Erasure> all_erasures() const = 0;

 protected:
  ~Scan() = default;
};

/// For storages: implements a scan with one function template of the class `Adapter`, which derives
/// from this class:
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
/// `page_size` records at a time.
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
