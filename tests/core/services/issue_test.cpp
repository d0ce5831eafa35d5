#include <gatehouse/services/issue.hpp>

#include <algorithm>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include <gatehouse/testing/fake_digest.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>

namespace gatehouse::testing {
namespace {

Timestamp at(std::int64_t microseconds) { return Timestamp(Duration(microseconds)); }

TEST_CASE("ids: they are UUIDs of version 7, which begin with the time") {
  SequenceEntropy entropy;
  // The example of RFC 9562, appendix A.6: 2022-02-22 14:22:22 -05:00.
  const auto id = make_id<UserId>(at(0x017F22E279B0 * 1000), entropy).to_string();
  CHECK(id.substr(0, 12) == "017f22e279b0");
  for (int i = 0; i < 100; ++i) {
    const auto any = make_id<UserId>(at(1'700'000'000'000'000 + i), entropy).to_string();
    CHECK(any[12] == '7');
    CHECK(std::string("89ab").find(any[16]) != std::string::npos);
  }
}

TEST_CASE("ids: ids of later microseconds are greater") {
  SequenceEntropy entropy;
  for (const std::int64_t start : {std::int64_t{0}, std::int64_t{1'700'000'000'000'000},
                                   std::int64_t{4'102'444'800'000'000}}) {
    UserId last = make_id<UserId>(at(start), entropy);
    for (std::int64_t i = 1; i < 3000; ++i) {
      const UserId next = make_id<UserId>(at(start + i), entropy);
      REQUIRE(last < next);
      last = next;
    }
  }
}

TEST_CASE("ids: the time is extracted from an id, so that later ids are greater") {
  SequenceEntropy entropy;
  for (const std::int64_t start : {std::int64_t{0}, std::int64_t{1'700'000'000'000'000}}) {
    for (std::int64_t i = 0; i < 3000; ++i) {
      const UserId id = make_id<UserId>(at(start + i), entropy);
      const auto time = detail::time_of_uuid7(id.bytes());
      REQUIRE(time.has_value());
      REQUIRE(*time <= at(start + i));
      REQUIRE(id < make_id<UserId>(*time + Duration(1), entropy));
    }
  }
}

TEST_CASE("ids: no time is extracted from an id of another version or with a time out of range") {
  for (const char* id : {"00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff",
                         "ffffffffffff7fff8000000000000000", "017f22e279b040008000000000000000"}) {
    CAPTURE(id);
    CHECK_FALSE(detail::time_of_uuid7(UserId::parse(id).value().bytes()).has_value());
  }
}

TEST_CASE("ids: two ids of the same microsecond differ") {
  SequenceEntropy entropy;
  std::set<UserId> ids;
  for (int i = 0; i < 100; ++i) CHECK(ids.insert(make_id<UserId>(at(5), entropy)).second);
}

TEST_CASE("tokens: they have 256 bits, and their digest is the digest of their text") {
  /// Returns preset bytes.
  class Constant final : public Entropy {
   public:
    explicit Constant(std::uint8_t byte) : byte_(byte) {}
    void fill(std::span<std::uint8_t> out) override {
      filled += out.size();
      std::fill(out.begin(), out.end(), byte_);
    }
    std::size_t filled = 0;

   private:
    std::uint8_t byte_;
  };
  const FakeDigest digest;
  Constant entropy(0xFF);
  const IssuedToken token = issue_token(entropy, digest);
  CHECK(entropy.filled == 32);
  CHECK(token.text.reveal() == std::string(42, '_') + "8");
  CHECK(token.digest == digest.sha256(token.text.reveal()));
  const IssuedToken hex = issue_hex_token(entropy, digest);
  CHECK(entropy.filled == 64);
  CHECK(hex.text.reveal() == std::string(64, 'f'));
  CHECK(hex.digest == digest.sha256(hex.text.reveal()));
}

}  // namespace
}  // namespace gatehouse::testing
