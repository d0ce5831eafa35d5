#include "signing_keys.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT id, algorithm, public_key, sealed_private_key, created_at, signs_from"
    " FROM signing_keys ";

/// Octets are written in base64url, as the keys of RFC 7517 are.
PublicKey to_public_key(const std::string& algorithm, const std::string& octets) {
  const auto parsed = parse_signature_algorithm(algorithm);
  auto decoded = from_base64url(octets);
  if (!parsed || !decoded) raise_damaged("public key");
  return {.algorithm = *parsed, .octets = *std::move(decoded)};
}

SigningKey from_row(const std::string& id, const std::string& algorithm,
                    const std::string& public_key, const std::string& sealed_private_key,
                    long long created_at, long long signs_from) {
  return {.id = to_id<SigningKeyId>(id),
          .public_key = to_public_key(algorithm, public_key),
          .sealed_private_key = sealed_private_key,
          .created_at = to_time(created_at),
          .signs_from = to_time(signs_from)};
}

}  // namespace

SigningKeys::SigningKeys(Connection& connection)
    : insert_(connection,
              "INSERT INTO signing_keys (id, algorithm, public_key, sealed_private_key, created_at,"
              " signs_from) VALUES (:id, :algorithm, :public_key, :sealed_private_key, :created_at,"
              " :signs_from) ON CONFLICT DO NOTHING"),
      list_(connection, std::string(select) + "ORDER BY signs_from, id"),
      update_private_key_(connection,
                          "UPDATE signing_keys SET sealed_private_key = :sealed_private_key"
                          " WHERE id = :id"),
      erase_(connection, "DELETE FROM signing_keys WHERE id = :id"),
      page_(connection, std::string(select) + "WHERE id > :after ORDER BY id LIMIT :limit") {}

bool SigningKeys::insert(const SigningKey& key) {
  return insert_.change(column(key.id), std::string(name(key.public_key.algorithm)),
                        to_base64url(key.public_key.octets), key.sealed_private_key,
                        column(key.created_at), column(key.signs_from)) > 0;
}

std::vector<SigningKey> SigningKeys::list() const { return list_.all(from_row); }

bool SigningKeys::update_private_key(SigningKeyId id, const std::string& sealed_private_key) {
  return update_private_key_.change(sealed_private_key, column(id)) > 0;
}

bool SigningKeys::erase(SigningKeyId id) { return erase_.change(column(id)) > 0; }

std::vector<SigningKey> SigningKeys::page(const Page<SigningKey>& page) const {
  return page_.all(from_row, page.after ? column(page.after->id) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
