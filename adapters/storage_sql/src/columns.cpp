#include "columns.hpp"

#include <bit>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/storage_error.hpp>

namespace gatehouse::sql {

void raise_damaged(std::string_view column) {
  throw StorageDamaged("the database holds a damaged record (" + std::string(column) + ")");
}

RowKey row_key(std::span<const std::uint8_t> bytes) noexcept {
  // FNV-1a over eight bytes per step, most significant first: the key is stored, so it must be the
  // same on every machine.
  std::uint64_t key = 0xcbf29ce484222325;
  std::uint64_t step = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    step = step << 8 | bytes[i];
    if (i % 8 == 7 || i + 1 == bytes.size()) {
      key = std::rotl((key ^ step) * 0x00000100000001b3, 29);
      step = 0;
    }
  }
  return {static_cast<long long>(key)};
}

std::tuple<Text, Text> columns_of(const PublicKey& key) {
  return {Text(name(key.algorithm)), to_base64url(key.octets)};
}

void from_columns(PublicKey& to, const Text& algorithm, const Text& octets) {
  const auto parsed = parse_signature_algorithm(algorithm);
  auto decoded = from_base64url(octets);
  if (!parsed || !decoded) raise_damaged("public key");
  to = {.algorithm = *parsed, .octets = *std::move(decoded)};
}

}  // namespace gatehouse::sql
