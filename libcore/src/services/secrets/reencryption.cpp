#include <gatehouse/services/secrets/reencryption.hpp>

#include <utility>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/ports/storage/scan.hpp>
#include <gatehouse/services/secrets/detail/sealed_records.hpp>

namespace gatehouse {
namespace {

/// A row may hold a quarter of a megabyte.
constexpr std::size_t rows_per_step = 20;

/// Visits the records of a page and turns it. Returns whether there may be more.
template <class Record, class Visit>
bool visit_page(Operations& operations, Page<Record>& page, Visit visit) {
  auto rows =
      operations.look_up([&](const Transaction& tx) { return Scan::through(tx).page(page); });
  for (const Record& row : rows) visit(row);
  if (!rows.empty()) page.after = std::move(rows.back());
  return rows.size() == page.limit;
}

}  // namespace

Reencryption::Reencryption(Storage& storage, Clock& clock, const Cipher& cipher)
    : operations_(storage, clock), vault_(&cipher) {
  each_sealed_kind([&]<class Record>(records::KindOf<Record>) {
    Page<Record> page{.after = {}, .limit = rows_per_step};
    kinds_left_.emplace_back([page](Reencryption& self, Report& report) mutable {
      return visit_page(self.operations_, page,
                        [&](const Record& row) { self.reencrypt_row(row, report); });
    });
  });
}

bool Reencryption::any_is_sealed() {
  bool found = false;
  each_sealed_kind([&]<class Record>(records::KindOf<Record>) {
    const auto visit = [&](const Record& row) {
      each_sealed_text(row, [&](const std::string& text, const std::string&) {
        found = found || !Vault::is_in_the_clear(text);
      });
    };
    Page<Record> page{.after = {}, .limit = rows_per_step};
    while (!found && visit_page(operations_, page, visit)) continue;
  });
  return found;
}

std::optional<std::string> Reencryption::first_fault() {
  try {
    each_sealed_kind([&]<class Record>(records::KindOf<Record>) {
      // Records without an account are few.
      constexpr bool has_account = requires(Record record) { record.account; };
      Page<Record> page{.after = {}, .limit = has_account ? 1 : rows_per_step};
      visit_page(operations_, page, [&](const Record& row) {
        each_sealed_text(row, [&](const std::string& text, const std::string& place) {
          static_cast<void>(vault_.open(text, place));
        });
      });
    });
  } catch (const PortError& error) {
    return error.what();
  }
  return std::nullopt;
}

Reencryption::Report Reencryption::reencrypt() {
  Report report;
  // A step has rows of one kind, so that a failure of later steps neither repeats nor loses it.
  if (!kinds_left_.empty() && !kinds_left_.back()(*this, report)) kinds_left_.pop_back();
  report.more = !kinds_left_.empty();
  return report;
}

template <class Record>
void Reencryption::reencrypt_row(const Record& row, Report& report) {
  bool is_outdated = false;
  each_sealed_text(row, [&](const std::string& text, const std::string&) {
    ++report.seen;
    is_outdated = is_outdated || vault_.is_outdated(text);
  });
  if (!is_outdated) return;
  const Report before = report;
  const auto reencrypt = [&](Change& change) -> Result<Done> {
    report = before;
    // Read again, since it may have been changed meanwhile.
    auto current = Sealing<Record>::find(change.tx, row);
    if (!current) return Done{};
    each_sealed_text(*current, [&](std::string& text, const std::string& place) {
      if (!vault_.is_outdated(text)) return;
      try {
        text = vault_.seal(vault_.open(text, place).reveal(), place);
        ++report.reencrypted;
      } catch (const PortError& error) {
        report.faults.emplace_back(error.what());
      }
    });
    if (report.reencrypted > before.reencrypted && !Sealing<Record>::update(change, *current)) {
      report.reencrypted = before.reencrypted;
    }
    return Done{};
  };
  static_cast<void>(operations_.change(Operator(), Action::operate, reencrypt));
}

}  // namespace gatehouse
