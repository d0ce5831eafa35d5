// Exports that were truncated, changed, or written by other programs.
#include <doctest/doctest.h>

#include <array>
#include <set>
#include <utility>

#include <gatehouse/storage_memory/memory_storage.hpp>

#include "export_text.hpp"
#include "furnished.hpp"

using namespace gatehouse;
using namespace gatehouse::testing;

namespace {

const std::string& sample() {
  static const std::string text = [] {
    MemoryStorage storage;
    furnish(storage);
    return export_of(storage);
  }();
  return text;
}

/// The export with a change to its first line of the type, and with a matching last line.
std::string changed(const std::string& type, const std::string& from, const std::string& to) {
  auto lines = lines_of(sample());
  for (std::string& line : lines) {
    if (!is_of_type(line, type)) continue;
    const std::size_t at = line.find(from);
    REQUIRE(at != std::string::npos);
    line.replace(at, from.size(), to);
    break;
  }
  return sealed(lines);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("changed: resealing an unchanged export gives the same last line") {
  CHECK(sealed(lines_of(sample())) == sample());
}

TEST_CASE("changed: an export truncated after any line is refused") {
  const auto lines = lines_of(sample());
  for (std::size_t kept = 0; kept < lines.size(); ++kept) {
    const std::string refusal =
        refusal_of(joined({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept)}));
    CHECK(refusal.starts_with("line " + std::to_string(kept + 1) + ": is missing"));
  }
}

TEST_CASE("changed: an export truncated within a line is refused") {
  const auto lines = lines_of(sample());
  std::string before;
  for (const std::string& line : lines) {
    for (const std::size_t kept : {std::size_t{1}, line.size() / 2, line.size() - 1}) {
      CHECK(contains(refusal_of(before + line.substr(0, kept)), "cut off"));
    }
    before += line;
  }
}

TEST_CASE("changed: a change of any single bit is detected") {
  // One line of each kind represents its kind, and the octets at a distance coprime to the number
  // of bits represent the others: 200,000 imports would take minutes without covering more code.
  constexpr std::size_t distance = 13;
  std::string text = sample();
  std::set<std::string> kinds;
  std::size_t at = 0;
  std::size_t tried = 0;
  for (const std::string& line : lines_of(sample())) {
    const std::size_t end = at + line.size();
    if (kinds.insert(line.substr(0, line.find(','))).second) {
      for (; at < end; at += distance) {
        const int bit = 1 << (tried++ % 8);
        text[at] = static_cast<char>(text[at] ^ bit);
        static_cast<void>(refusal_of(text));
        text[at] = sample()[at];
      }
    }
    at = end;
  }
  CHECK(kinds.size() > 20);
}

TEST_CASE("changed: lines are accepted in their order only, and once") {
  const auto lines = lines_of(sample());
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    CAPTURE(i);
    auto swapped = lines;
    std::swap(swapped[i], swapped[i + 1]);
    static_cast<void>(refusal_of(joined(swapped)));
    auto twice = lines;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    static_cast<void>(refusal_of(joined(twice)));
    if (i == 0 || i + 2 == lines.size()) continue;
    CHECK(contains(refusal_of(sealed(swapped)), "line"));
    CHECK(contains(refusal_of(sealed(twice)), "is out of order, or there twice"));
  }
  CHECK(contains(refusal_of(sample() + lines.back()), "comes after the last one"));
}

TEST_CASE("changed: a missing line is detected, whether or not others refer to it") {
  const auto lines = lines_of(sample());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto less = lines;
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    static_cast<void>(refusal_of(joined(less)));
  }
}

TEST_CASE("changed: the first line determines the format, and other content is rejected") {
  auto lines = lines_of(sample());
  for (const auto& change : {
           std::pair<const char*, const char*>{"\n", "is no JSON object"},
           {"{}\n", "is not the first of an export"},
           {"[]\n", "is no JSON object"},
           {R"({"gatehouse":"end"})"
            "\n",
            "is not the first of an export"},
           {R"({"gatehouse":"export","format":6,"created":"2026-01-31T00:00:00.000Z"})"
            "\n",
            "format"},
           {R"({"gatehouse":"export","format":0,"created":"2026-01-31T00:00:00.000Z"})"
            "\n",
            "format"},
           {R"({"gatehouse":"export","format":"2","created":"2026-01-31T00:00:00.000Z"})"
            "\n",
            "format"},
           {R"({"gatehouse":"export","format":2,"created":"yesterday"})"
            "\n",
            "when"},
           {R"({"gatehouse":"export","format":2,"created":"2026-01-31T00:00:00.000Z","x":1})"
            "\n",
            "is not as an export writes it"},
       }) {
    const auto& first = change.first;
    const auto& says = change.second;
    CAPTURE(first);
    lines[0] = first;
    const std::string refusal = refusal_of(sealed(lines));
    CHECK(refusal.starts_with("line 1: "));
    CHECK(contains(refusal, says));
  }
}

TEST_CASE("changed: every field must be present, known and well-formed") {
  for (const auto& change : std::initializer_list<std::array<const char*, 4>>{
           {"account", "\"type\":\"account\"", "\"type\":\"acount\"", "has a type"},
           {"account", "\"type\":\"account\"", "\"type\":1", "has a type"},
           {"account", "\"phone\":", "\"fax\":", "has no field \"phone\""},
           {"account", "\"phone\":", "\"fax\":1,\"phone\":", "has a field that"},
           {"account", "\"phone\":", "\"phone\":\"1\",\"phone\":", "not as an export writes it"},
           {"account", "\"phone\":", " \"phone\":", "not as an export writes it"},
           {"account", "\"phone\":\"", "\"phone\":\"\\u0030", "not as an export writes it"},
           {"account", "\"phone\":\"", "\"phone\":\"\\u0000", "\"phone\" must not hold U+0000"},
           {"account", "\"phone\":\"", "\"phone\":\"\xff", "is no JSON object"},
           {"account", "\"phone\":", "\"phone\":[[[[[]]]]],\"x\":", "is no JSON object"},
           {"account", "\"id\":\"", "\"id\":\"x", "\"id\" must be 32"},
           {"account", "@", "@@", "\"email\" must be an e-mail address"},
           {"account", "\"created_at\":", "\"created_at\":0.5,\"x\":", "must be a whole number"},
           {"approve_code", "\"digest\":\"", "\"digest\":\"0", "must be 64"},
           {"user", "\"role\":\"root\"", "\"role\":\"admin\"", "does not go with its account"},
           {"user", "\"role\":\"root\"", "\"role\":\"king\"", "\"role\" must be a role"},
           {"credential", "\"enabled\":true", "\"enabled\":1", "must be true or false"},
           {"credential", "\"roles\":[\"", "\"roles\":[\"a\\nb", "must be a list of single lines"},
           {"credential", "\"roles\":[", "\"roles\":\"x\",\"x\":[", "must be a list"},
           {"credential", "192.0.2.0/24", "192.0.2.1/24", "must be an IP address"},
           {"grant", "API_PROXY_GROUP", "API", "must be a type of target"},
           {"project_member", "MANAGE_API_SECURITY", "EVERYTHING", "must be a permission"},
           {"outgoing_mail", "\"kind\":\"", "\"kind\":\"x", "must be a kind of mail"},
           {"mail_entry", "\"status\":\"", "\"status\":\"x", "must be a status of a mail"},
           {"catalogue_item", "\"code\":\"", "\"code\":\"-", "must be the code of a service"},
           {"project", "\"own_user_limit\":", "\"own_user_limit\":\"x\",\"x\":",
            "\"own_user_limit\" must be a whole number"},
           {"attachment", "\"item_used\":", "\"item_limit\":1,\"item_used\":", "has a field that"},
           {"token_family", "\"salt\":\"", "\"salt\":\"0", "\"salt\" must be 64"},
           {"signing_key", "EdDSA", "none", "\"public_key\" must name an algorithm"},
           {"signing_key", "\"octets\":\"", "\"octets\":\"=", "\"public_key\" must hold octets"},
           {"signing_key", "\"octets\":\"", "\"octets\":1,\"x\":\"", "must be an algorithm and"},
           {"signing_key", "\"octets\":", "\"x\":", "must be an algorithm and"},
           {"signing_key",
            "\"public_key\":", "\"public_key\":\"x\",\"x\":", "must be an algorithm and"},
           {"limit_setting", R"("projects":7,"users":null,"items":0)",
            R"("projects":null,"users":null,"items":null)", "sets no limit"},
       }) {
    const auto& type = change[0];
    const auto& from = change[1];
    const auto& to = change[2];
    const auto& says = change[3];
    CAPTURE(type);
    CAPTURE(to);
    const std::string refusal = refusal_of(changed(type, from, to));
    CAPTURE(refusal);
    CHECK(refusal.starts_with("line "));
    CHECK(contains(refusal, says));
  }
}
