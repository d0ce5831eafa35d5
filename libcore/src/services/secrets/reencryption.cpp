#include <gatehouse/services/secrets/reencryption.hpp>

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

PushKeysPlace place_of(const ProjectPushKeys& row) {
  return {.account = row.account, .project = row.project};
}

/// Re-encrypts a text if necessary and returns whether it did.
bool seal_text_anew(const Vault& vault, std::string& text, const std::string& place,
                    std::vector<std::string>& faults) {
  if (!vault.is_outdated(text)) return false;
  try {
    text = vault.seal(vault.open(text, place).reveal(), place);
    return true;
  } catch (const PortError& error) {
    faults.emplace_back(error.what());
    return false;
  }
}

}  // namespace

bool Reencryption::any_is_sealed() {
  const auto is_sealed = [](const auto& text) { return !Vault::is_in_the_clear(text); };
  for (const SigningKey& key : signing_keys()) {
    if (is_sealed(key.sealed_private_key)) return true;
  }
  std::optional<ProjectPushKeys> seen;
  for (;;) {
    auto rows = push_keys_after(seen, rows_per_step);
    if (rows.empty()) return false;
    for (const ProjectPushKeys& row : rows) {
      if (any_text(row.keys, is_sealed)) return true;
    }
    seen = std::move(rows.back());
  }
}

std::optional<std::string> Reencryption::first_fault() {
  try {
    for (const ProjectPushKeys& row : push_keys_after(std::nullopt, 1)) {
      static_cast<void>(vault_.open(row.keys, place_of(row)));
    }
    for (const SigningKey& key : signing_keys()) {
      static_cast<void>(vault_.open(key.sealed_private_key, place_of(key)));
    }
  } catch (const PortError& error) {
    return error.what();
  }
  return std::nullopt;
}

Reencryption::Report Reencryption::reencrypt() {
  Report report;
  // Done in a separate step, so that a failure of later steps neither repeats nor loses it.
  if (!signing_keys_are_done_) {
    seal_signing_keys_anew(report);
    signing_keys_are_done_ = true;
    report.more = true;
    return report;
  }
  auto rows = push_keys_after(done_, rows_per_step);
  for (const ProjectPushKeys& row : rows) {
    report.seen += count_texts(row.keys);
    if (any_text(row.keys, [&](const auto& text) { return vault_.is_outdated(text); })) {
      reseal_push_keys(place_of(row), report);
    }
  }
  report.more = rows.size() == rows_per_step;
  if (!rows.empty()) done_ = std::move(rows.back());
  return report;
}

void Reencryption::reseal_push_keys(const PushKeysPlace& place, Report& report) {
  std::size_t sealed = 0;
  std::vector<std::string> faults;
  const auto seal = [&](Change& change) -> Result<Done> {
    Transaction& tx = change.tx;
    sealed = 0;
    faults.clear();
    // Read again, since it may have been changed meanwhile.
    SealedPushKeys kept = tx.projects().push_keys(place.account, place.project);
    for (const PushKeyField& field : push_key_fields) {
      auto& text = kept.*field.sealed;
      if (text && seal_text_anew(vault_, *text, gatehouse::place_of(field, place), faults)) {
        ++sealed;
      }
    }
    if (sealed > 0 && !tx.projects().set_push_keys(place.account, place.project, kept)) sealed = 0;
    if (sealed > 0) change.updated(Subject::push_keys, place.project);
    return Done{};
  };
  static_cast<void>(operations_.change(Operator(), Action::operate, seal));
  report.reencrypted += sealed;
  report.faults.insert(report.faults.end(), faults.begin(), faults.end());
}

void Reencryption::seal_signing_keys_anew(Report& report) {
  std::size_t seen = 0;
  std::size_t sealed = 0;
  std::vector<std::string> faults;
  const auto seal = [&](Change& change) -> Result<Done> {
    SigningKeyRecords& keys = change.tx.signing_keys();
    seen = sealed = 0;
    faults.clear();
    for (SigningKey& key : keys.list()) {
      ++seen;
      std::string& text = key.sealed_private_key;
      if (seal_text_anew(vault_, text, gatehouse::place_of(key), faults) &&
          keys.update_private_key(key.id, text)) {
        ++sealed;
        change.updated(Subject::signing_key, key.id);
      }
    }
    return Done{};
  };
  static_cast<void>(operations_.change(Operator(), Action::operate, seal));
  report.seen += seen;
  report.reencrypted += sealed;
  report.faults.insert(report.faults.end(), faults.begin(), faults.end());
}

std::vector<ProjectPushKeys> Reencryption::push_keys_after(
    const std::optional<ProjectPushKeys>& row, std::size_t limit) {
  return operations_.look_up([&](const Transaction& tx) {
    return Scan::through(tx).page(Page<ProjectPushKeys>{.after = row, .limit = limit});
  });
}

std::vector<SigningKey> Reencryption::signing_keys() {
  return operations_.look_up([](const Transaction& tx) { return tx.signing_keys().list(); });
}

}  // namespace gatehouse
