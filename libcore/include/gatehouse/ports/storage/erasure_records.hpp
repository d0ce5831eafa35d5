/// Erasures that are under way, which are few.
///
/// What an erasure is of is dead as soon as the erasure is noted, although its rows are still
/// there:
///
/// [ST-210] No lookup finds it: sessions, password resets, users and credentials of an account;
///          gateways, service tokens, consumer tokens and token families by their token; grants,
///          and what is in groups. Lookups by the id of an account are left out that only
///          authenticated members of that account can cause.
/// [ST-211] Its unique e-mail addresses are free: inserting or updating a user takes an address
///          that only a user of an erased account has, and that user's row is gone then.
/// [ST-212] What is not erased with it stays as it is: other accounts', other projects', other
///          users', and the session to keep.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <gatehouse/model/erasure.hpp>

namespace gatehouse {

class ErasureRecords {
 public:
  /// [ST-213] Notes an erasure, or replaces the session to keep of the one that is noted.
  virtual void note(const Erasure& erasure) = 0;
  [[nodiscard]] virtual std::optional<Erasure> find(const ErasureKey& key) const = 0;
  /// [ST-214] At most `limit` of those that are noted, in any order that stays the same as long as
  /// none is noted or taken off.
  [[nodiscard]] virtual std::vector<Erasure> list(std::size_t limit) const = 0;
  /// [ST-215] Takes an erasure off the list, once none of its rows is left. False when it is not on
  /// it.
  virtual bool remove(const ErasureKey& key) = 0;

 protected:
  ~ErasureRecords() = default;
};

}  // namespace gatehouse
