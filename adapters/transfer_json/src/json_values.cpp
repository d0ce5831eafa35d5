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

/// Returns `parse` of a text, or throws a Fault that describes the expected value.
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
json::value to_json(const PublicKey& key) {
  return json::object{{"algorithm", text(name(key.algorithm))},
                      {"octets", text(to_base64url(key.octets))}};
}
json::value to_json(const Scope& scope) { return to_json(scope.project()); }

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

void from_json(const json::value& value, const records::KeyOfEmail<Email>& key) {
  std::string text = text_of(value);
  if (text.empty() || (key.email.is_ascii() && text != key.text())) {
    throw Fault("must be the key of the e-mail address");
  }
  key.set(std::move(text));
}

void from_json(const json::value& value, Scope& scope) {
  std::optional<ProjectId> project;
  from_json(value, project);
  scope = project ? Scope::of(*project) : Scope::everywhere();
}

void from_json(const json::value& value, std::vector<std::string>& lines) {
  list_from_json(value, lines);
  for (const std::string& line : lines) {
    if (line.find('\n') != std::string::npos) throw Fault("must be a list of single lines");
  }
}

}  // namespace gatehouse::transfer
