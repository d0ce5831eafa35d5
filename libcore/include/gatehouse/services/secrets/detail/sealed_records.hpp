/// The sealed texts of records of all kinds. Which fields are sealed is part of the description of
/// a kind (see records/field.hpp); what a description cannot contain is in Sealing.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/records/all.hpp>

namespace gatehouse {

/// Specialised for each kind with sealed fields.
template <class Record>
struct Sealing {
  static_assert(sizeof(Record) == 0, "specialise Sealing with bound_to(), find() and update()");
};

template <>
struct Sealing<ProjectPushKeys> {
  /// What the texts are bound to in addition to the field. Must never change, or stored texts
  /// become unreadable.
  static std::string bound_to(const ProjectPushKeys& row) {
    return row.account.to_string() + "/" + row.project.to_string();
  }
  /// Reads the record again.
  static std::optional<ProjectPushKeys> find(const Transaction& tx, ProjectPushKeys row) {
    row.keys = tx.projects().push_keys(row.account, row.project);
    return row;
  }
  /// Stores the texts and records the event. Returns false if the record is gone.
  static bool update(Change& change, const ProjectPushKeys& row) {
    if (!change.tx.projects().set_push_keys(row.account, row.project, row.keys)) return false;
    change.updated(Subject::push_keys, row.project);
    return true;
  }
};

template <>
struct Sealing<SigningKey> {
  /// Includes the public key, so that replacing it in the storage does not produce signatures for
  /// it.
  static std::string bound_to(const SigningKey& key) {
    return key.id.to_string() + "/" + std::string(name(key.public_key.algorithm)) + "/" +
           to_base64url(key.public_key.octets);
  }
  static std::optional<SigningKey> find(const Transaction& tx, const SigningKey& key) {
    auto keys = tx.signing_keys().list();
    const auto found = std::ranges::find(keys, key.id, &SigningKey::id);
    return found == keys.end() ? std::nullopt : std::optional(std::move(*found));
  }
  static bool update(Change& change, const SigningKey& key) {
    if (!change.tx.signing_keys().update_private_key(key.id, key.sealed_private_key)) return false;
    change.updated(Subject::signing_key, key.id);
    return true;
  }
};

/// Calls `visit` with the KindOf of each kind with sealed fields, in the order of RecordKinds.
template <class Visit>
void each_sealed_kind(Visit&& visit) {
  records::each_kind([&]<class Record>(records::KindOf<Record> kind) {
    constexpr bool is_sealed = std::apply(
        [](const auto&... field) {
          return ((field.disclosure == records::Disclosure::sealed) || ...);
        },
        records::description<Record>.fields);
    if constexpr (is_sealed) visit(kind);
  });
}

/// Calls `visit(text, place)` with each sealed text of a record and the location to which it is
/// bound.
template <class Record, class Visit>
void each_sealed_text(Record& record, Visit&& visit) {
  using Kind = std::remove_const_t<Record>;
  records::each_field<Kind>([&](auto field) {
    if constexpr (field.value.disclosure == records::Disclosure::sealed) {
      const auto place = std::string(field.value.bound_to) + "/" + Sealing<Kind>::bound_to(record);
      auto& value = field.value.of(record);
      if constexpr (requires { value.has_value(); }) {
        if (value) visit(*value, place);
      } else {
        visit(value, place);
      }
    }
  });
}

/// The location of the private key.
[[nodiscard]] inline std::string place_of(const SigningKey& key) {
  std::string place;
  each_sealed_text(key, [&](const std::string&, const std::string& at) { place = at; });
  return place;
}

}  // namespace gatehouse
