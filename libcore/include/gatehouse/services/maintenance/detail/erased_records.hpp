/// Numbers of erased records by kind.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace gatehouse {

struct ErasedRecords {
  std::size_t sessions = 0;
  std::size_t service_account_tokens = 0;
  std::size_t consumer_tokens = 0;
  std::size_t token_families = 0;
  std::size_t service_tokens = 0;
  std::size_t idempotency_keys = 0;
  std::size_t password_resets = 0;
  std::size_t registrations = 0;
  std::size_t approve_codes = 0;
  /// Keys for which no valid token is left.
  std::size_t signing_keys = 0;
  /// Discarded without delivery, because the entry was too old or its subject is gone.
  std::size_t mails = 0;
  /// Entries of the ledger of mails whose time is over.
  std::size_t mail_entries = 0;
  /// Records of any kind that belonged to a deleted record.
  std::size_t deleted = 0;

  [[nodiscard]] std::size_t total() const noexcept;
  friend bool operator==(const ErasedRecords&, const ErasedRecords&) = default;
};

/// One of the counts above with its name: one word, usable as a metric label.
struct ErasedKind {
  std::string_view name;
  std::size_t ErasedRecords::*count;
};

inline constexpr auto erased_kinds = std::to_array<ErasedKind>({
    {"sessions", &ErasedRecords::sessions},
    {"service_account_tokens", &ErasedRecords::service_account_tokens},
    {"consumer_tokens", &ErasedRecords::consumer_tokens},
    {"token_families", &ErasedRecords::token_families},
    {"service_tokens", &ErasedRecords::service_tokens},
    {"idempotency_keys", &ErasedRecords::idempotency_keys},
    {"password_resets", &ErasedRecords::password_resets},
    {"registrations", &ErasedRecords::registrations},
    {"approve_codes", &ErasedRecords::approve_codes},
    {"signing_keys", &ErasedRecords::signing_keys},
    {"mails", &ErasedRecords::mails},
    {"mail_entries", &ErasedRecords::mail_entries},
    {"deleted", &ErasedRecords::deleted},
});
static_assert(sizeof(ErasedRecords) == erased_kinds.size() * sizeof(std::size_t),
              "each count has its row");

inline std::size_t ErasedRecords::total() const noexcept {
  std::size_t sum = 0;
  for (const ErasedKind& kind : erased_kinds) sum += this->*kind.count;
  return sum;
}

}  // namespace gatehouse
