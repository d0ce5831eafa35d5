/// The fixture of the cases about erasures.
#pragma once

#include <optional>
#include <vector>

#include "world.hpp"

namespace gatehouse::conformance {

/// Two accounts with one record of every kind, and erasures of records of the first one.
class ErasureFixture : public Fixture {
 public:
  ErasureFixture() {
    commit([&](Transaction& tx) { return insert(tx, world) && insert(tx, other); });
  }

  void note(const ErasureKey& key, const std::optional<TokenDigest>& keep = {}) {
    commit([&](Transaction& tx) { tx.erasures().note({.key = key, .keep = keep}); });
  }
  bool is_noted(const ErasureKey& key) {
    return look([&](auto& tx) { return tx.erasures().find(key).has_value(); });
  }
  Sight seen(const World& of) {
    return look([&](auto& tx) { return see(tx, of); });
  }
  std::vector<Grant> reaching() {
    return look([&](auto& tx) {
      return tx.grants().reaching(account, world.credential.id, world.project.id,
                                  world.api_proxy.name);
    });
  }

  const World world = make_world(make);
  const World other = make_world(make);
  const AccountId account = world.account.id;
  const ProjectId project = world.project.id;
};

}  // namespace gatehouse::conformance
