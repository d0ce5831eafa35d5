#include "columns.hpp"

#include <utility>

#include <bit>

#include <gatehouse/ports/storage_error.hpp>

namespace gatehouse::sql {
namespace {

template <class Items, class TextOf>
std::string join_lines(const Items& items, TextOf text_of) {
  std::string text;
  for (const auto& item : items) text.append(text_of(item)) += '\n';
  return text;
}

template <class Take>
void split_lines(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) raise_damaged("list");
    take(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
}

}  // namespace

void raise_damaged(std::string_view column) {
  throw StorageDamaged("the database holds a damaged record (" + std::string(column) + ")");
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

std::string column(const std::vector<std::string>& lines) {
  return join_lines(lines, [](const std::string& line) -> const std::string& { return line; });
}

std::string column(const std::vector<IpRange>& ranges) {
  return join_lines(ranges,
                    [](const IpRange& range) -> const std::string& { return range.text(); });
}

std::string column(const std::set<Permission>& permissions) {
  return join_lines(permissions, [](Permission permission) { return name(permission); });
}

Scope to_scope(const std::string& text) {
  return text.empty() ? Scope::everywhere() : Scope::of(to_id<ProjectId>(text));
}

TargetType to_target_type(const std::string& text) {
  const auto type = parse_target_type(text);
  if (!type) raise_damaged("target");
  return *type;
}

std::optional<AddressField> to_address_field(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto field = parse_address_field(text);
  if (!field) raise_damaged("address field");
  return field;
}

std::vector<std::string> to_lines(std::string_view text) {
  std::vector<std::string> lines;
  split_lines(text, [&](std::string_view line) { lines.emplace_back(line); });
  return lines;
}

std::vector<IpRange> to_ip_ranges(std::string_view text) {
  std::vector<IpRange> ranges;
  split_lines(text, [&](std::string_view line) {
    auto range = IpRange::parse(line);
    if (!range) raise_damaged("IP range");
    ranges.push_back(*std::move(range));
  });
  return ranges;
}

std::set<Permission> to_permissions(std::string_view text) {
  std::set<Permission> permissions;
  split_lines(text, [&](std::string_view line) {
    const auto permission = parse_permission(line);
    if (!permission) raise_damaged("permission");
    permissions.insert(*permission);
  });
  return permissions;
}

TokenDigest to_digest(const std::string& text) {
  const auto digest = TokenDigest::parse(text);
  if (!digest) raise_damaged("digest");
  return *digest;
}

Salt to_salt(const std::string& text) {
  Salt salt{};
  if (!from_hex(text, salt)) raise_damaged("salt");
  return salt;
}

std::vector<Rotation> to_rotations(const std::string& text) {
  auto rotations = parse_rotations(text);
  if (!rotations) raise_damaged("rotations");
  return std::move(*rotations);
}

Email to_email(const std::string& text) {
  auto email = Email::parse(text);
  if (!email) raise_damaged("e-mail");
  return *std::move(email);
}

Email to_email(const std::string& text, const std::string& key) {
  return to_email(text).with_key(key);
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

std::optional<ServiceCode> to_optional_service_code(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return to_service_code(text);
}

}  // namespace gatehouse::sql
