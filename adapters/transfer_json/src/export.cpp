#include <gatehouse/ports/storage/scan.hpp>
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

class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}

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
      write_summed(line_of(record, newest_format));
      ++count;
    });
  }

  std::ostream& out_;
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
    Writer writer(out);
    writer.write_summed(first_line(newest_format, format_utc(created)));
    writer.write_all(Scan::through(tx), static_cast<const RecordKinds*>(nullptr));
    writer.finish();
    return writer.records();
  });
}

}  // namespace gatehouse::transfer
