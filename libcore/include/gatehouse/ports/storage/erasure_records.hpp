/// The list of erasures in progress, which is short.
///
/// The records that an erasure covers become inaccessible as soon as it is noted, although their
/// rows still exist:
///
/// [ST-210] Lookups do not find them: sessions, password resets, users and credentials of an
///          account; gateways, service tokens, consumer tokens and token families by their token;
///          grants, and contents of groups. Exempt are lookups by the id of an account that only
///          authenticated members of that account can cause.
/// [ST-360] The same holds for the records of an erased project: consumer tokens, token families,
///          service tokens and credentials; lists and counts of the credentials, API proxies and
///          groups of a whole account skip them, and so does the question whether any scope has a
///          name. Of an erased consumer, tokens and token families are not found. Exempt are
///          lookups by the id of the project, which services look up first.
/// [ST-211] Their unique e-mail addresses are available: inserting or updating a user takes over an
///          address that only a user of an erased account has, and removes that user's row.
/// [ST-212] Records outside the erasure are unaffected: those of other accounts, projects and
///          users, and the session to keep.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/erasure.hpp>

namespace gatehouse {

class ErasureRecords {
 public:
  /// [ST-213] Notes an erasure. If it is noted already, replaces its session to keep.
  virtual void note(const Erasure& erasure) = 0;
  [[nodiscard]] virtual std::optional<Erasure> find(const ErasureKey& key) const = 0;
  /// [ST-214] Returns at most `limit` noted erasures, in an order that is stable while none is
  /// noted or removed.
  [[nodiscard]] virtual std::vector<Erasure> list(std::size_t limit) const = 0;
  /// [ST-215] Removes an erasure from the list, once none of its rows is left. Returns false if it
  /// is not noted.
  virtual bool remove(const ErasureKey& key) = 0;

 protected:
  ~ErasureRecords() = default;
};

}  // namespace gatehouse
