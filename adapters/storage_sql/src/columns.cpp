#include "columns.hpp"

#include <bit>

namespace gatehouse::sql {

void raise_damaged(std::string_view column) {
  throw PortError("the database holds a damaged record (" + std::string(column) + ")");
}

long long row_key(std::span<const std::uint8_t> bytes) noexcept {
  // FNV-1a, eight bytes at a step, most significant first: the same on every machine, as the key is
  // kept.
  std::uint64_t key = 0xcbf29ce484222325;
  std::uint64_t step = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    step = step << 8 | bytes[i];
    if (i % 8 == 7 || i + 1 == bytes.size()) {
      key = std::rotl((key ^ step) * 0x00000100000001b3, 29);
      step = 0;
    }
  }
  return static_cast<long long>(key);
}

TokenDigest to_digest(const std::string& text) {
  const auto digest = TokenDigest::parse(text);
  if (!digest) raise_damaged("digest");
  return *digest;
}

Email to_email(const std::string& text) {
  auto email = Email::parse(text);
  if (!email) raise_damaged("e-mail");
  return *std::move(email);
}

Role to_role(const std::string& text) {
  const auto role = parse_role(text);
  if (!role) raise_damaged("role");
  return *role;
}

ServiceCode to_service_code(const std::string& text) {
  auto code = ServiceCode::parse(text);
  if (!code) raise_damaged("service");
  return *std::move(code);
}

}  // namespace gatehouse::sql
