#include <gatehouse/crypto_openssl/aes_gcm_cipher.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>

#include "octets.hpp"
#include "wiped.hpp"

namespace gatehouse {
namespace {

constexpr std::string_view version = "v1.";
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
/// OpenSSL counts octets in an int.
constexpr std::size_t largest = std::size_t{1} << 30U;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

int length(std::string_view text) noexcept { return static_cast<int>(text.size()); }

bool is_id(std::string_view text) noexcept {
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= 32 && alphanumeric(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return alphanumeric(c) || c == '_' || c == '-'; });
}

/// The parts of a sealed text.
struct Parts {
  std::string_view key_id;
  std::string octets;

  [[nodiscard]] std::string_view nonce() const {
    return std::string_view(octets).substr(0, nonce_size);
  }
  [[nodiscard]] std::string_view ciphertext() const {
    return std::string_view(octets).substr(nonce_size, octets.size() - nonce_size - tag_size);
  }
  [[nodiscard]] std::string_view tag() const {
    return std::string_view(octets).substr(octets.size() - tag_size);
  }
};

std::optional<Parts> split(std::string_view sealed) {
  if (!sealed.starts_with(version)) return std::nullopt;
  sealed.remove_prefix(version.size());
  const std::size_t dot = sealed.find('.');
  if (dot == std::string_view::npos || !is_id(sealed.substr(0, dot))) return std::nullopt;
  auto decoded = from_base64url(sealed.substr(dot + 1));
  if (!decoded || decoded->size() < nonce_size + tag_size || decoded->size() > largest) {
    return std::nullopt;
  }
  return Parts{.key_id = sealed.substr(0, dot), .octets = std::move(*decoded)};
}

[[noreturn]] void fail() { throw PortError("OpenSSL could not encrypt or decrypt"); }

}  // namespace

void check_keys(const std::vector<EncryptionKey>& keys) {
  for (auto key = keys.begin(); key != keys.end(); ++key) {
    if (!is_id(key->id)) throw std::invalid_argument("a key's id must be like k2026-1");
    if (key->octets.reveal().size() != EncryptionKey::size) {
      throw std::invalid_argument("key \"" + key->id + "\" has not 32 octets");
    }
    for (auto other = keys.begin(); other != key; ++other) {
      if (other->id == key->id) {
        throw std::invalid_argument("two keys have the id \"" + key->id + "\"");
      }
      if (equal_in_constant_time(other->octets, key->octets)) {
        throw std::invalid_argument("\"" + other->id + "\" and \"" + key->id +
                                    "\" are the same key");
      }
    }
  }
}

void AesGcmCipher::Release::operator()(evp_cipher_st* algorithm) const noexcept {
  EVP_CIPHER_free(algorithm);
}

AesGcmCipher::AesGcmCipher(std::vector<EncryptionKey> keys, Entropy& entropy)
    : entropy_(entropy), algorithm_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)) {
  if (!algorithm_) throw PortError("OpenSSL offers no AES-256-GCM");
  replace_keys(std::move(keys));
}

AesGcmCipher::~AesGcmCipher() = default;

void AesGcmCipher::replace_keys(std::vector<EncryptionKey> keys) {
  check_keys(keys);
  auto replacement = std::make_shared<const std::vector<EncryptionKey>>(std::move(keys));
  const std::lock_guard lock(mutex_);
  keys_.swap(replacement);
}

AesGcmCipher::Keys AesGcmCipher::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

bool AesGcmCipher::can_seal() const { return !keys()->empty(); }

std::string AesGcmCipher::seal(std::string_view secret, std::string_view bound_to) const {
  const Keys all = keys();
  if (all->empty()) throw PortError("there is no encryption key to seal it with");
  if (secret.size() > largest || bound_to.size() > largest) {
    throw PortError("what is to be sealed is too large");
  }
  const EncryptionKey& key = all->front();

  std::string sealed(nonce_size + secret.size() + tag_size, '\0');
  unsigned char* const nonce = octets(sealed);
  unsigned char* const ciphertext = nonce + nonce_size;
  unsigned char* const tag = ciphertext + secret.size();
  entropy_.fill({nonce, nonce_size});

  const Context context(EVP_CIPHER_CTX_new());
  int written = 0;
  if (!context ||
      EVP_EncryptInit_ex2(context.get(), algorithm_.get(), octets(key.octets.reveal()), nonce,
                          nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &written, octets(bound_to), length(bound_to)) !=
          1 ||
      EVP_EncryptUpdate(context.get(), ciphertext, &written, octets(secret), length(secret)) != 1 ||
      EVP_EncryptFinal_ex(context.get(), tag, &written) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, tag) != 1) {
    fail();
  }
  return std::string(version) + key.id + "." +
         to_base64url(std::span(octets(std::as_const(sealed)), sealed.size()));
}

Secret AesGcmCipher::open(std::string_view sealed, std::string_view bound_to) const {
  auto parts = split(sealed);
  if (!parts || bound_to.size() > largest) {
    throw PortError("is damaged: it has not the form of what is sealed");
  }
  const Keys all = keys();
  const auto key = std::find_if(all->begin(), all->end(), [&](const EncryptionKey& each) {
    return each.id == parts->key_id;
  });
  if (key == all->end()) {
    throw PortError("is sealed with the encryption key \"" + std::string(parts->key_id) +
                    "\", which is not there");
  }

  const std::string_view ciphertext = parts->ciphertext();
  std::string tag(parts->tag());
  Wiped clear(ciphertext.size());
  const Context context(EVP_CIPHER_CTX_new());
  int written = 0;
  if (!context ||
      EVP_DecryptInit_ex2(context.get(), algorithm_.get(), octets(key->octets.reveal()),
                          octets(parts->nonce()), nullptr) != 1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &written, octets(bound_to), length(bound_to)) !=
          1 ||
      EVP_DecryptUpdate(context.get(), octets(clear.text), &written, octets(ciphertext),
                        length(ciphertext)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) != 1) {
    fail();
  }
  std::array<unsigned char, tag_size> nothing{};
  if (EVP_DecryptFinal_ex(context.get(), nothing.data(), &written) != 1) {
    throw PortError("does not open with the encryption key \"" + key->id +
                    "\": another key has that name, or it was altered or moved");
  }
  return Secret(clear.text);
}

bool AesGcmCipher::is_current(std::string_view sealed) const {
  const Keys all = keys();
  return !all->empty() && sealed.starts_with(std::string(version) + all->front().id + ".");
}

}  // namespace gatehouse
