#include <gatehouse/services/kept_secrets.hpp>

#include <algorithm>

namespace gatehouse {
namespace {

/// A row may hold a quarter of a megabyte.
constexpr std::size_t rows_per_step = 20;

template <class Test>
bool any_text(const SealedPushKeys& kept, Test test) {
  return std::any_of(push_key_fields.begin(), push_key_fields.end(),
                     [&](const PushKeyField& field) {
                       const auto& text = kept.*field.sealed;
                       return text && test(*text);
                     });
}

std::size_t count_texts(const SealedPushKeys& kept) {
  std::size_t count = 0;
  for (const PushKeyField& field : push_key_fields) {
    if (kept.*field.sealed) ++count;
  }
  return count;
}

}  // namespace

bool KeptSecrets::any_is_sealed() {
  std::optional<PushKeysPlace> seen;
  for (;;) {
    const auto rows = page_after(seen, rows_per_step);
    if (rows.empty()) return false;
    for (const KeptPushKeys& row : rows) {
      if (any_text(row.keys, [](const auto& text) { return !Vault::is_in_the_clear(text); })) {
        return true;
      }
    }
    seen = rows.back().place;
  }
}

std::optional<std::string> KeptSecrets::first_fault() {
  for (const KeptPushKeys& row : page_after(std::nullopt, 1)) {
    try {
      static_cast<void>(vault_.open(row.keys, row.place));
    } catch (const PortError& error) {
      return error.what();
    }
  }
  return std::nullopt;
}

KeptSecrets::Report KeptSecrets::seal_anew() {
  Report report;
  const auto rows = page_after(done_, rows_per_step);
  for (const KeptPushKeys& row : rows) {
    report.seen += count_texts(row.keys);
    if (any_text(row.keys, [&](const auto& text) { return vault_.is_outdated(text); })) {
      seal_anew(row.place, report);
    }
  }
  if (!rows.empty()) done_ = rows.back().place;
  report.more = rows.size() == rows_per_step;
  return report;
}

void KeptSecrets::seal_anew(const PushKeysPlace& place, Report& report) {
  std::size_t sealed = 0;
  std::vector<std::string> faults;
  const auto done = storage_.transact([&](Transaction& tx) -> Result<Done> {
    sealed = 0;
    faults.clear();
    // As it is now: somebody may have written it since.
    SealedPushKeys kept = tx.projects().push_keys(place.account, place.project);
    for (const PushKeyField& field : push_key_fields) {
      auto& text = kept.*field.sealed;
      if (!text || !vault_.is_outdated(*text)) continue;
      const std::string bound_to = place_of(field, place);
      try {
        text = vault_.seal(vault_.open(*text, bound_to).reveal(), bound_to);
        ++sealed;
      } catch (const PortError& error) {
        faults.emplace_back(error.what());
      }
    }
    if (sealed > 0 && !tx.projects().set_push_keys(place.account, place.project, kept)) sealed = 0;
    return Done{};
  });
  static_cast<void>(done);
  report.sealed_anew += sealed;
  report.faults.insert(report.faults.end(), faults.begin(), faults.end());
}

std::vector<KeptPushKeys> KeptSecrets::page_after(const std::optional<PushKeysPlace>& place,
                                                  std::size_t limit) {
  return storage_.read([&](const Transaction& tx) {
    return tx.projects().all_push_keys({.after = place, .limit = limit});
  });
}

}  // namespace gatehouse
