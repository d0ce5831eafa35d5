#include <algorithm>
#include <utility>

#include "fixture.hpp"

namespace gatehouse::conformance {
namespace {

using Keys = std::vector<SigningKey>;

class SigningKeyFixture : public Fixture {
 public:
  bool insert(const SigningKey& key) {
    return commit([&](Transaction& tx) { return tx.signing_keys().insert(key); });
  }
  bool update(SigningKeyId id, const std::string& sealed) {
    return commit(
        [&](Transaction& tx) { return tx.signing_keys().update_private_key(id, sealed); });
  }
  bool erase(SigningKeyId id) {
    return commit([&](Transaction& tx) { return tx.signing_keys().erase(id); });
  }
  Keys list() {
    return look([](auto& tx) { return tx.signing_keys().list(); });
  }
};

}  // namespace

TEST_CASE_FIXTURE(SigningKeyFixture,
                  "[ST-180] signing keys: an id in use is refused and changes nothing") {
  const SigningKey key = make.signing_key();
  SigningKey twin = make.signing_key();
  twin.id = key.id;
  CHECK(insert(key));
  CHECK_FALSE(insert(twin));
  CHECK_FALSE(insert(key));
  CHECK(list() == Keys{key});
}

TEST_CASE_FIXTURE(SigningKeyFixture, "[ST-180] signing keys: every octet of a key is preserved") {
  std::string every_octet;
  for (int octet = 0; octet < 256; ++octet) every_octet.push_back(static_cast<char>(octet));
  Keys keys;
  for (const SignatureAlgorithm algorithm :
       {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa}) {
    for (const std::string& octets :
         {std::string(), std::string(1, '\0'), std::string(64, '\xff'), every_octet}) {
      keys.push_back(make.signing_key());
      keys.back().public_key = {.algorithm = algorithm, .octets = octets};
      CHECK(insert(keys.back()));
    }
  }
  CHECK(list() == keys);
}

TEST_CASE_FIXTURE(SigningKeyFixture,
                  "[ST-181] signing keys: all are listed by their start of signing, then by id") {
  CHECK(list().empty());
  Keys keys;
  for (const std::int64_t turn : {-5, 0, 7, 7, 7, 8}) {
    keys.push_back(make.signing_key());
    keys.back().signs_from = at(turn);
    // The creation time has no effect on the order.
    keys.back().created_at = at(-turn);
  }
  // Ids in the reverse order of the start times, except for equal start times.
  std::swap(keys[0].id, keys[5].id);
  std::swap(keys[1].id, keys[2].id);
  for (const std::size_t i : {4U, 0U, 2U, 5U, 1U, 3U}) REQUIRE(insert(keys[i]));
  std::sort(keys.begin() + 2, keys.begin() + 5,
            [](const SigningKey& a, const SigningKey& b) { return a.id < b.id; });
  CHECK(list() == keys);
}

TEST_CASE_FIXTURE(SigningKeyFixture,
                  "[ST-182] signing keys: the private key is replaced, and no other field") {
  SigningKey key = make.signing_key();
  const SigningKey bystander = make.signing_key();
  REQUIRE(insert(key));
  REQUIRE(insert(bystander));
  CHECK_FALSE(update(make.id<SigningKeyId>(), "planted"));
  CHECK(list() == Keys{key, bystander});
  for (const char* sealed : {"v1.reencrypted", "", "v1.reencrypted", "v1.reencrypted"}) {
    key.sealed_private_key = sealed;
    CHECK(update(key.id, sealed));
    CHECK(list() == Keys{key, bystander});
  }
}

TEST_CASE_FIXTURE(SigningKeyFixture, "[ST-182] signing keys: an erased key is not found") {
  const SigningKey key = make.signing_key();
  const SigningKey bystander = make.signing_key();
  REQUIRE(insert(key));
  REQUIRE(insert(bystander));
  CHECK_FALSE(erase(make.id<SigningKeyId>()));
  CHECK(erase(key.id));
  CHECK_FALSE(erase(key.id));
  CHECK_FALSE(update(key.id, "planted"));
  CHECK(list() == Keys{bystander});
  CHECK(insert(key));
}

}  // namespace gatehouse::conformance
