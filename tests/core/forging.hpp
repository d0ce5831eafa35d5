/// Forged access tokens: signed by a trusted key or not at all, and with arbitrary header fields
/// and claims.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/services/tokens/access_token.hpp>
#include <gatehouse/testing/fake_signatures.hpp>

#include "world.hpp"

namespace gatehouse::testing {

/// Names and the texts of their values, which need not be valid JSON.
using Members = std::vector<std::pair<std::string, std::string>>;

inline std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

/// Replaces or adds the member; removes it if the value is empty.
inline Members with(Members members, const std::string& name, const std::string& value) {
  for (auto& member : members) {
    if (member.first == name) member.second = value;
  }
  if (value.empty()) {
    std::erase_if(members, [&](const auto& member) { return member.first == name; });
  } else if (std::none_of(members.begin(), members.end(),
                          [&](const auto& member) { return member.first == name; })) {
    members.emplace_back(name, value);
  }
  return members;
}

inline std::string json(const Members& members) {
  std::string text;
  for (const auto& [name, value] : members) {
    text += (text.empty() ? "" : ",") + quoted(name) + ":" + value;
  }
  return "{" + text + "}";
}

/// An installation with one key of each algorithm, and a service that accepts its tokens.
struct Issuer {
  struct Key {
    std::string id;
    PublicKey public_key;
    std::shared_ptr<const Signer> signer;
  };

  Issuer()
      : es256(make_key("es", SignatureAlgorithm::es256)),
        eddsa(make_key("ed", SignatureAlgorithm::eddsa)),
        untrusted(make_key("other", SignatureAlgorithm::es256)) {
    for (const Key* key : {&es256, &eddsa}) keys.add(key->id, key->public_key, signatures);
  }

  Key make_key(std::string id, SignatureAlgorithm algorithm) const {
    const auto pair = signatures.make_keys(algorithm);
    return {std::move(id), pair.public_key,
            signatures.load_signer(pair.private_key, pair.public_key)};
  }

  /// The claims of an accepted token.
  Members header() const { return header(es256); }
  Members header(const Key& key) const {
    return {{"alg", quoted(name(key.public_key.algorithm))},
            {"typ", quoted("at+jwt")},
            {"kid", quoted(key.id)}};
  }
  Members claims() const {
    const auto seconds = [](Timestamp time) {
      return std::to_string(
          std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
    };
    return {{"iss", quoted(token.issuer)},
            {"sub", quoted(token.consumer.to_string())},
            {"aud", quoted(token.audience)},
            {"client_id", quoted(token.project.to_string())},
            {"exp", seconds(token.expires_at)},
            {"iat", seconds(token.issued_at)},
            {"jti", quoted(token.id.to_string())},
            {"account", quoted(token.account.to_string())},
            {"project", quoted(token.project.to_string())},
            {"service", quoted(token.service.text())},
            {"sid", quoted(token.family.to_string())}};
  }

  static std::string text(std::string_view header, std::string_view claims, const Key& key) {
    const std::string both = to_base64url(header) + "." + to_base64url(claims);
    return both + "." + to_base64url(key.signer->sign(both));
  }
  std::string text(const Members& header, const Members& claims) const {
    return text(json(header), json(claims), es256);
  }
  /// A token as the installation issues it.
  std::string text() const {
    return sign_access_token(token, es256.id, es256.public_key.algorithm, *es256.signer);
  }

  AccessTokenPolicy policy() const {
    return {.issuer = token.issuer, .service = token.service, .project = token.project};
  }
  Result<AccessToken> verify(std::string_view text) const {
    return verify_access_token(text, keys, policy(), now);
  }
  bool takes(std::string_view text) const { return verify(text).has_value(); }

  FakeSignatures signatures;
  Key es256;
  Key eddsa;
  /// A key whose public half is not in the set.
  Key untrusted;
  KeySet keys;
  Timestamp now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24);
  AccessToken token{.issuer = "https://accounts.example.com",
                    .audience = "push@0190163d8694739b8ea5966c26f8ad93",
                    .service = code("push"),
                    .consumer = *ConsumerId::parse("0190163d8694739b8ea5966c26f8ad91"),
                    .account = *AccountId::parse("0190163d8694739b8ea5966c26f8ad92"),
                    .project = *ProjectId::parse("0190163d8694739b8ea5966c26f8ad93"),
                    .family = *TokenFamilyId::parse("0190163d8694739b8ea5966c26f8ad94"),
                    .id = *AccessTokenId::parse("0190163d8694739b8ea5966c26f8ad95"),
                    .issued_at = now - std::chrono::hours(1),
                    .expires_at = now + std::chrono::hours(2)};
};

}  // namespace gatehouse::testing
