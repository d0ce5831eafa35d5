#include <gatehouse/crypto_openssl/openssl_digest.hpp>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using gatehouse::OpensslDigest;

namespace {

struct Vector {
  std::string text;
  std::string_view digest;
};

/// From NIST's examples for FIPS 180 and the Secure Hash Standard's validation suite.
std::vector<Vector> vectors() {
  return {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
       "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
      {std::string(4, '\0'), "df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119"},
  };
}

}  // namespace

TEST_CASE("openssl digest: SHA-256 of the published vectors") {
  const OpensslDigest digest;
  for (const Vector& vector : vectors()) {
    CAPTURE(vector.text.size());
    CHECK(digest.sha256(vector.text).to_string() == vector.digest);
  }
}

TEST_CASE("openssl digest: concurrent threads and objects are independent") {
  const OpensslDigest shared;
  const std::vector<Vector> expected = vectors();
  std::vector<int> wrong(8);
  std::vector<std::thread> threads;
  for (int& mine : wrong) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        const OpensslDigest own;
        for (std::size_t i = 0; i < 4; ++i) {
          const OpensslDigest& digest = (round + static_cast<int>(i)) % 2 == 0 ? shared : own;
          if (digest.sha256(expected[i].text).to_string() != expected[i].digest) ++mine;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(8, 0));
}
