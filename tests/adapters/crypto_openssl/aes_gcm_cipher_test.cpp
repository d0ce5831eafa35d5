#include <gatehouse/crypto_openssl/aes_gcm_cipher.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/ports/port_error.hpp>
#include <gatehouse/testing/sequence_entropy.hpp>

#include "octets.hpp"

using namespace gatehouse;

namespace {

EncryptionKey key(std::string id, char octet) {
  return {.id = std::move(id), .octets = Secret(std::string(EncryptionKey::size, octet))};
}

/// Returns preset bytes and fails when they are used up.
class GivenNonce final : public Entropy {
 public:
  explicit GivenNonce(std::string nonce) : nonce_(std::move(nonce)) {}
  void fill(std::span<std::uint8_t> out) override {
    REQUIRE(out.size() == nonce_.size());
    std::copy(nonce_.begin(), nonce_.end(), out.begin());
  }

 private:
  std::string nonce_;
};

class BrokenEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> /*out*/) override { throw PortError("no entropy"); }
};

/// For a key of 256 bits and a nonce of 96 bits, in hex.
struct Vector {
  std::string_view key;
  std::string_view nonce;
  std::string_view clear;
  std::string_view bound_to;
  std::string_view ciphertext;
  std::string_view tag;
};

/// Test cases 13 to 16 of "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, which
/// NIST published with the mode.
constexpr std::string_view zero_key =
    "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::string_view other_key =
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
constexpr Vector vectors[] = {
    {zero_key, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {zero_key, "000000000000000000000000", "00000000000000000000000000000000", "",
     "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
    {other_key, "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
     "",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
     "b094dac5d93471bdec1a502270e3cc6c"},
    {other_key, "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

/// "opened", or the reason of the failure.
std::string outcome(const Cipher& cipher, std::string_view sealed, std::string_view bound_to) {
  try {
    static_cast<void>(cipher.open(sealed, bound_to));
    return "opened";
  } catch (const PortError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("cipher: the published vectors of AES-256-GCM are sealed and opened") {
  for (const Vector& vector : vectors) {
    CAPTURE(vector.tag);
    GivenNonce nonce(octets(vector.nonce));
    const AesGcmCipher cipher({{.id = "k1", .octets = Secret(octets(vector.key))}}, nonce);
    const std::string expected =
        "v1.k1." + base64url(octets(vector.nonce) + octets(vector.ciphertext) + octets(vector.tag));
    CHECK(cipher.seal(octets(vector.clear), octets(vector.bound_to)) == expected);
    CHECK(cipher.open(expected, octets(vector.bound_to)).reveal() == octets(vector.clear));
  }
}

TEST_CASE("cipher: sealing twice gives different results, and text of any length is opened") {
  testing::SequenceEntropy entropy;
  const AesGcmCipher cipher({key("k1", 'a')}, entropy);
  std::set<std::string> all;
  for (const std::size_t size : {0U, 1U, 2U, 15U, 16U, 17U, 1000U, 256U * 1024U}) {
    CAPTURE(size);
    const std::string secret = std::string(size, '\0') + "\xFF";
    for (int i = 0; i < 3; ++i) {
      const std::string sealed = cipher.seal(secret, "place");
      CHECK(all.insert(sealed).second);
      CHECK(cipher.open(sealed, "place").reveal() == secret);
      CHECK(std::all_of(sealed.begin(), sealed.end(), [](char c) { return c > ' ' && c < 127; }));
    }
  }
}

TEST_CASE("cipher: a sealed text with any octet changed, added or removed is not opened") {
  testing::SequenceEntropy entropy;
  const AesGcmCipher cipher({key("k1", 'a'), key("k2", 'b')}, entropy);
  const std::string sealed = cipher.seal("the secret", "place");
  REQUIRE(outcome(cipher, sealed, "place") == "opened");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    CAPTURE(i);
    for (int octet = 0; octet < 256; ++octet) {
      std::string altered = sealed;
      altered[i] = static_cast<char>(octet);
      if (altered == sealed) continue;
      const std::string why = outcome(cipher, altered, "place");
      CHECK(why != "opened");
      CHECK(why.find("the secret") == std::string::npos);
    }
    CHECK(outcome(cipher, sealed.substr(0, i), "place") != "opened");
    CHECK(outcome(cipher, sealed.substr(i + 1), "place") != "opened");
    CHECK(outcome(cipher, std::string(sealed).insert(i, 1, sealed[i]), "place") != "opened");
  }
  CHECK(outcome(cipher, sealed + "A", "place") != "opened");
  CHECK(outcome(cipher, sealed + "=", "place") != "opened");
}

TEST_CASE("cipher: a sealed text is opened only in its own context") {
  testing::SequenceEntropy entropy;
  const AesGcmCipher cipher({key("k1", 'a')}, entropy);
  const std::string sealed = cipher.seal("secret", "field/account/project");
  for (const char* elsewhere :
       {"", "field", "field/account/projecT", "field/account/project ", "fiel/daccount/project"}) {
    CAPTURE(elsewhere);
    CHECK(outcome(cipher, sealed, elsewhere) ==
          "does not open with the encryption key \"k1\": another key has that name, or it was "
          "altered or moved");
  }
}

TEST_CASE("cipher: the first key seals and every configured key opens") {
  testing::SequenceEntropy entropy;
  AesGcmCipher cipher({key("old", 'a')}, entropy);
  const std::string before = cipher.seal("secret", "place");
  CHECK(cipher.is_current(before));

  cipher.replace_keys({key("new", 'b'), key("old", 'a')});
  const std::string after = cipher.seal("secret", "place");
  CHECK(after.starts_with("v1.new."));
  CHECK(cipher.is_current(after));
  CHECK_FALSE(cipher.is_current(before));
  CHECK(cipher.open(before, "place").reveal() == "secret");

  cipher.replace_keys({key("new", 'b')});
  CHECK(cipher.open(after, "place").reveal() == "secret");
  CHECK(outcome(cipher, before, "place") ==
        "is sealed with the encryption key \"old\", which is not there");
  // Another key under the same name does not open it either.
  cipher.replace_keys({key("old", 'c')});
  CHECK(outcome(cipher, before, "place").find("another key has that name") != std::string::npos);
}

TEST_CASE("cipher: malformed sealed text is reported as damaged, and is current under no key") {
  testing::SequenceEntropy entropy;
  const AesGcmCipher cipher({key("k1", 'a')}, entropy);
  for (const char* text :
       {"", "v1", "v1.", "v1.k1", "v1.k1.", "v1.k1.AAAA", "v2.k1.AAAA", "v1..AAAA", "v1.K1.AAAA",
        "AAAA", "v1.k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}) {
    CAPTURE(text);
    CHECK(outcome(cipher, text, "").starts_with("is damaged"));
  }
  CHECK_FALSE(cipher.is_current("v1.k10.AAAA"));
  CHECK_FALSE(cipher.is_current("v0.k1.AAAA"));
}

TEST_CASE("cipher: without keys or entropy sealing fails") {
  testing::SequenceEntropy entropy;
  const AesGcmCipher none({}, entropy);
  CHECK_THROWS_AS(static_cast<void>(none.seal("secret", "")), PortError);
  CHECK_FALSE(none.is_current("v1.k1.AAAA"));
  BrokenEntropy broken;
  const AesGcmCipher cipher({key("k1", 'a')}, broken);
  CHECK_THROWS_AS(static_cast<void>(cipher.seal("secret", "")), PortError);
}

TEST_CASE("cipher: invalid keys are rejected, and the current keys are kept") {
  testing::SequenceEntropy entropy;
  AesGcmCipher cipher({key("k1", 'a')}, entropy);
  const std::string sealed = cipher.seal("secret", "place");
  const std::vector<std::vector<EncryptionKey>> refused{
      {key("", 'b')},
      {key("K", 'b')},
      {key("-k", 'b')},
      {key("a.b", 'b')},
      {key(std::string(33, 'k'), 'b')},
      {{.id = "k2", .octets = Secret(std::string(31, 'b'))}},
      {{.id = "k2", .octets = Secret(std::string(33, 'b'))}},
      {key("k2", 'b'), key("k2", 'c')},
      {key("k2", 'b'), key("k3", 'b')},
  };
  for (const auto& keys : refused) {
    CHECK_THROWS_AS(cipher.replace_keys(keys), std::invalid_argument);
    CHECK_THROWS_AS(AesGcmCipher(keys, entropy), std::invalid_argument);
  }
  CHECK(cipher.open(sealed, "place").reveal() == "secret");
  CHECK(cipher.is_current(sealed));
}

TEST_CASE("cipher: threads can use it while its keys are replaced") {
  testing::SequenceEntropy entropy;
  AesGcmCipher cipher({key("k1", 'a'), key("k2", 'b')}, entropy);
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (int& mine : wrong) {
    threads.emplace_back([&] {
      for (int round = 0; round < 500; ++round) {
        const std::string secret = "secret " + std::to_string(round);
        if (cipher.open(cipher.seal(secret, "place"), "place").reveal() != secret) ++mine;
      }
    });
  }
  for (int round = 0; round < 500; ++round) {
    cipher.replace_keys({key("k2", 'b'), key("k1", 'a')});
    cipher.replace_keys({key("k1", 'a'), key("k2", 'b')});
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(4, 0));
}
