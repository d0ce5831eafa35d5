#include <cstddef>
#include <cstdint>
#include <gatehouse/ports/storage/scan.hpp>
#include <map>
#include <numeric>
#include <ostream>
#include <stdexcept>

#include <gatehouse/transfer_json/transfer.hpp>

#include "checksum.hpp"
#include "frame.hpp"

namespace gatehouse::transfer {
namespace {

/// The number of records in memory at a time; push keys are large.
constexpr std::size_t page_size = 100;

/// More than an account has.
constexpr std::size_t all_projects = 1'000'000;

/// How many of the users of each project are deleted consumers that are not yet detached, and
/// therefore left out.
std::map<ProjectId, std::int64_t> deleted_users(const Transaction& tx) {
  std::map<ProjectId, std::int64_t> deleted;
  for (const Erasure& erasure : Scan::through(tx).all_erasures()) {
    const ErasureKey& key = erasure.key;
    const auto consumer = ConsumerId::parse(key.name);
    if (key.kind != ErasureKind::consumer_everywhere || !key.account || !consumer) continue;
    for (const ProjectId project :
         tx.consumers().projects_of(*key.account, *consumer, all_projects)) {
      ++deleted[project];
    }
  }
  return deleted;
}

class Writer {
 public:
  Writer(std::ostream& out, const Transaction& tx) : out_(out), deleted_users_(deleted_users(tx)) {}

  void write(const std::string& line) {
    out_.write(line.data(), static_cast<std::streamsize>(line.size()));
    if (!out_) throw std::runtime_error("the export cannot be written");
  }

  void write_summed(const std::string& line) {
    sum_.add(line);
    write(line);
  }

  template <class... Kinds>
  void write_all(const Scan& scan, const std::tuple<Kinds...>*) {
    auto count = counts_.begin();
    (write_kind<Kinds>(scan, *count++), ...);
  }

  void finish() {
    write(last_line(newest_format, counts_, sum_.finish()));
    if (!out_.flush()) throw std::runtime_error("the export cannot be written");
  }

  [[nodiscard]] std::uint64_t records() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  }

 private:
  template <class Record>
  void write_kind(const Scan& scan, std::uint64_t& count) {
    for_each_record<Record>(scan, page_size, [&](const Record& record) {
      write_summed(line_of(as_left(record), newest_format));
      ++count;
    });
  }

  template <class Record>
  [[nodiscard]] const Record& as_left(const Record& record) const {
    return record;
  }
  [[nodiscard]] Project as_left(Project project) const {
    const auto deleted = deleted_users_.find(project.id);
    if (deleted != deleted_users_.end()) project.user_used -= deleted->second;
    return project;
  }

  std::ostream& out_;
  const std::map<ProjectId, std::int64_t> deleted_users_;
  Checksum sum_;
  Counts counts_{};
};

}  // namespace

std::uint64_t export_all(Storage& storage, std::ostream& out, Timestamp created) {
  bool begun = false;
  return storage.read([&](const Transaction& tx) {
    // The written lines cannot be taken back, and the new read may see another state.
    if (begun) throw PortError("the storage repeated a read that was partly written: export again");
    begun = true;
    Writer writer(out, tx);
    writer.write_summed(first_line(newest_format, format_utc(created)));
    writer.write_all(Scan::through(tx), static_cast<const RecordKinds*>(nullptr));
    writer.finish();
    return writer.records();
  });
}

}  // namespace gatehouse::transfer
