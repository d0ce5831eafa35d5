#include "json_values.hpp"

#include <limits>
#include <string_view>
#include <utility>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse::transfer {
namespace {

json::value text(std::string_view characters) {
  return json::string(characters.data(), characters.size());
}

/// What `parse` makes of a text, or a fault that says what there should be.
template <class T, class Parse>
void parse_text(const json::value& value, T& to, Parse parse, const char* what) {
  auto parsed = parse(text_of(value));
  if (!parsed) throw Fault(what);
  to = *std::move(parsed);
}

}  // namespace

std::string text_of(const json::value& value) {
  const json::string* characters = value.if_string();
  if (characters == nullptr) throw Fault("must be text");
  std::string copy(characters->data(), characters->size());
  if (copy.find('\0') != std::string::npos) throw Fault("must not hold U+0000");
  return copy;
}

json::value to_json(const std::string& characters) { return text(characters); }
json::value to_json(std::int64_t number) { return number; }
json::value to_json(int number) { return number; }
json::value to_json(bool value) { return value; }
json::value to_json(Timestamp time) { return std::int64_t{time.time_since_epoch().count()}; }
json::value to_json(const TokenDigest& digest) { return text(digest.to_string()); }
json::value to_json(const Salt& salt) { return text(to_hex(salt)); }
json::value to_json(const std::vector<Rotation>& rotations) { return text(to_text(rotations)); }
json::value to_json(const PublicKey& key) {
  return json::object{{"algorithm", text(name(key.algorithm))},
                      {"octets", text(to_base64url(key.octets))}};
}
json::value to_json(const Email& email) { return text(email.text()); }
json::value to_json(const ServiceCode& code) { return text(code.text()); }
json::value to_json(const Scope& scope) { return to_json(scope.project()); }
json::value to_json(Role role) { return text(name(role)); }
json::value to_json(MailKind kind) { return text(name(kind)); }
json::value to_json(TargetType type) { return text(name(type)); }

json::value to_json(AddressField field) { return text(name(field)); }
json::value to_json(Permission permission) { return text(name(permission)); }
json::value to_json(const IpRange& range) { return text(range.text()); }

void from_json(const json::value& value, std::string& to) { to = text_of(value); }

void from_json(const json::value& value, std::int64_t& number) {
  const std::int64_t* given = value.if_int64();
  if (given == nullptr) throw Fault("must be a whole number of 64 bits");
  number = *given;
}

void from_json(const json::value& value, int& number) {
  std::int64_t given = 0;
  from_json(value, given);
  if (!std::in_range<int>(given)) throw Fault("must be a whole number of 32 bits");
  number = static_cast<int>(given);
}

void from_json(const json::value& value, bool& flag) {
  const bool* given = value.if_bool();
  if (given == nullptr) throw Fault("must be true or false");
  flag = *given;
}

void from_json(const json::value& value, Timestamp& time) {
  std::int64_t microseconds = 0;
  from_json(value, microseconds);
  time = Timestamp(Duration(microseconds));
}

void from_json(const json::value& value, TokenDigest& digest) {
  parse_text(value, digest, TokenDigest::parse, "must be 64 lower-case hex digits");
}

void from_json(const json::value& value, Salt& salt) {
  if (!from_hex(text_of(value), salt)) throw Fault("must be 64 lower-case hex digits");
}

void from_json(const json::value& value, std::vector<Rotation>& rotations) {
  parse_text(value, rotations, parse_rotations,
             "must be rotations of a token family: generation:date:elapsed:timeline each");
}

void from_json(const json::value& value, PublicKey& key) {
  const json::object* members = value.if_object();
  const json::value* algorithm = members == nullptr ? nullptr : members->if_contains("algorithm");
  const json::value* octets = members == nullptr ? nullptr : members->if_contains("octets");
  if (algorithm == nullptr || octets == nullptr || members->size() != 2) {
    throw Fault("must be an algorithm and its octets");
  }
  parse_text(*algorithm, key.algorithm, parse_signature_algorithm,
             "must name an algorithm of signatures");
  parse_text(*octets, key.octets, from_base64url, "must hold octets in base64url");
}

void from_json(const json::value& value, Email& email) {
  parse_text(value, email, Email::parse, "must be an e-mail address");
}

void from_json(const json::value& value, ServiceCode& code) {
  parse_text(value, code, ServiceCode::parse, "must be the code of a service");
}

void from_json(const json::value& value, Scope& scope) {
  std::optional<ProjectId> project;
  from_json(value, project);
  scope = project ? Scope::of(*project) : Scope::everywhere();
}

void from_json(const json::value& value, Role& role) {
  parse_text(value, role, parse_role, "must be a role");
}

void from_json(const json::value& value, MailKind& kind) {
  parse_text(value, kind, parse_mail_kind, "must be a kind of mail");
}

void from_json(const json::value& value, AddressField& field) {
  parse_text(value, field, parse_address_field, "must be a header field for addresses");
}

void from_json(const json::value& value, TargetType& type) {
  parse_text(value, type, parse_target_type, "must be a type of target");
}

void from_json(const json::value& value, Permission& permission) {
  parse_text(value, permission, parse_permission, "must be a permission");
}

void from_json(const json::value& value, IpRange& range) {
  parse_text(value, range, IpRange::parse, "must be an IP address or a range of them");
}

void from_json(const json::value& value, std::vector<std::string>& lines) {
  list_from_json(value, lines);
  for (const std::string& line : lines) {
    if (line.find('\n') != std::string::npos) throw Fault("must be a list of single lines");
  }
}

}  // namespace gatehouse::transfer
