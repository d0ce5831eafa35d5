// Exports of earlier versions, which must stay readable.
#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <regex>
#include <sstream>

#include <gatehouse/ports/storage/scan.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>

#include <gatehouse/testing/fake_text_forms.hpp>
#include <gatehouse/testing/plain_password_hasher.hpp>
#include <gatehouse/transfer_json/transfer.hpp>

#include "export_text.hpp"

using namespace gatehouse;
using namespace gatehouse::testing;

namespace {

/// Written by a version with format 1 only: one account with one record of every kind at that time,
/// and a root user.
const std::string& released_export_1() {
  static const std::string text = [] {
    std::ifstream file(GATEHOUSE_SOURCE "/tests/adapters/transfer_json/released_export_1.jsonl");
    std::ostringstream octets;
    octets << file.rdbuf();
    return octets.str();
  }();
  return text;
}

/// The code of the registration, in the formats with one code per registration.
const std::string former_code =
    "\"code_digest\":\"25303b46515c67727d88939ea9b4bfcad5e0ebf6010c17222d38434e59646f7a\","
    "\"code_expires_at\":1763000900123456,\"wrong_codes\":2,";

/// The text with the first `from` replaced, which must exist.
std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// The lines between the first and the last one.
std::string records_of(const std::string& text) {
  const auto lines = lines_of(text);
  REQUIRE(lines.size() > 2);
  return joined({lines.begin() + 1, lines.end() - 1});
}

/// Lines of records with the additions of format 5, as they are empty in former ones.
std::string with_format_5(std::string records) {
  const auto append = [&](const std::string& kinds, const std::string& fields) {
    const std::regex line("(\\{\"type\":\"(" + kinds + ")\"[^\n]*)\\}(?=\n|$)");
    records = std::regex_replace(records, line, "$1," + fields + "}");
  };
  append("account|user|project|project_push_keys|credential|consumer", "\"updated_at\":null");
  append("consumer", R"("external_id":null,"metadata":"{}")");
  append("grant", "\"created_at\":null");
  append("usage_entry", "\"times\":1");
  return records;
}

std::string without_format_5(std::string records) {
  for (const char* gone :
       {",\"updated_at\":null", ",\"times\":1",
        "\"(service_account|service_account_token|idempotency_key)\":0,", ",\"mail_entry\":0"}) {
    records = std::regex_replace(records, std::regex(gone), "");
  }
  records =
      std::regex_replace(records, std::regex(",\"external_id\":null,\"metadata\":\"\\{\\}\""), "");
  return std::regex_replace(
      records, std::regex("(\\{\"type\":\"grant\"[^\n]*),\"created_at\":null\\}"), "$1}");
}

}  // namespace

TEST_CASE(
    "released: format 1 is imported completely, except copied limits and counts of wrong codes") {
  MemoryStorage storage;
  const auto imported = import_text(storage, released_export_1());
  REQUIRE_MESSAGE(imported.has_value(), imported.error().detail);
  CHECK(*imported == 22);

  std::string expected = records_of(released_export_1());
  expected = with(expected, "\"user_limit\":100", "\"own_user_limit\":null");
  expected = with(expected, "\"item_limit\":1000,", "");
  expected = with(expected, "\"created_at\":1763000000123475}",
                  "\"created_at\":1763000000123475,\"address_field\":null}");
  for (const auto& [email, key] : std::initializer_list<std::array<const char*, 2>>{
           {"Owner@Example.org", "owner@example.org"},
           {"New@Example.org", "new@example.org"},
           {"root@example.org", "root@example.org"},
           {"Dev@Example.org", "dev@example.org"},
       }) {
    const std::string field = "\"email\":\"" + std::string(email) + "\"";
    expected = with(expected, field, field + ",\"email_key\":\"" + key + "\"");
  }
  expected =
      with(expected, former_code + "\"created_at\":1763000000123457}",
           "\"created_at\":1763000000123457,\"expires_at\":1763000900123456}\n"
           "{\"type\":\"approve_code\",\"registration\":\"019a0000000070020203040506070809\","
           "\"digest\":\"25303b46515c67727d88939ea9b4bfcad5e0ebf6010c17222d38434e59646f7a\","
           "\"organization_name\":\"Applicant\","
           "\"mail\":\"019a0000000070020203040506070809\","
           "\"created_at\":1763000000123457,\"expires_at\":1763000900123456}");
  const std::string again = export_of(storage);
  CHECK(again.starts_with(R"({"gatehouse":"export","format":5,)"));
  CHECK(records_of(again) == with_format_5(expected));
  MemoryStorage next;
  CHECK(import_text(next, again).has_value());
}

TEST_CASE(
    "released: service tokens and token families of format 2 are imported without additions") {
  MemoryStorage storage;
  REQUIRE(import_text(storage, released_export_1()).has_value());
  const auto records = [&]<class Record>(const Record*) {
    return storage.read([](const Transaction& tx) {
      return Scan::through(tx).page(Page<Record>{.after = {}, .limit = 10});
    });
  };
  const Project project = records(static_cast<const Project*>(nullptr)).at(0);
  const Attachment attachment = records(static_cast<const Attachment*>(nullptr)).at(0);
  const AttachedConsumer attached = records(static_cast<const AttachedConsumer*>(nullptr)).at(0);
  TokenFamily family;
  family.id = *TokenFamilyId::parse("0190163d8694739b8ea5966c26f8ad91");
  family.account = project.account;
  family.project = attachment.project;
  family.service = attachment.service;
  family.consumer = attached.consumer;
  ServiceToken token;
  token.digest = *TokenDigest::parse(std::string(64, 'a'));
  token.account = project.account;
  token.project = project.id;
  // As in a migrated storage.
  token.id = *ServiceTokenId::parse("00000000" + std::string(24, 'a'));
  REQUIRE(storage
              .transact([&](Transaction& tx) -> Result<bool> {
                tx.token_families().insert(family);
                tx.service_tokens().insert(token);
                return true;
              })
              .has_value());

  // Fields of later formats are removed.
  std::string former = export_of(storage);
  former = without_format_5(with(former, "\"format\":5", "\"format\":2"));
  former = with(former, ",\"rotations\":\"\"", "");
  former = with(former, "\"id\":\"00000000aaaaaaaaaaaaaaaaaaaaaaaa\",", "");
  former = with(former, ",\"created_by\":null,\"last_used_at\":null,\"ends_at\":null", "");
  former = with(former, ",\"address_field\":null", "");
  former = std::regex_replace(former, std::regex(",\"email_key\":\"[^\"]*\""), "");
  former = std::regex_replace(former, std::regex("\\{\"type\":\"approve_code\"[^\n]*\n"), "");
  former = with(former, "\"approve_code\":1,", "");
  former = with(former, "\"created_at\":1763000000123457,\"expires_at\":1763000900123456}",
                former_code + "\"created_at\":1763000000123457}");
  MemoryStorage again;
  const auto imported = import_text(again, sealed(lines_of(former)));
  REQUIRE_MESSAGE(imported.has_value(), imported.error().detail);
  CHECK(export_of(again) == export_of(storage));
}

TEST_CASE("released: an export of format 1 is checked as strictly as one of the newest") {
  REQUIRE(sealed(lines_of(released_export_1())) == released_export_1());
  for (const auto& change : std::initializer_list<std::array<const char*, 3>>{
           {"\"user_limit\":100", "\"user_limit\":null", "must be a whole number"},
           {"\"user_limit\":100", "\"own_user_limit\":100", "has no field \"user_limit\""},
           {"\"user_limit\":100", "\"user_limit\":100,\"own_user_limit\":1", "has a field that"},
           {"\"item_limit\":1000", "\"item_limit\":null", "must be a whole number"},
           {"\"item_limit\":1000,", "", "has no field \"item_limit\""},
           {"\"wrong_codes\":2", "\"wrong_codes\":21474836470",
            "must be a whole number of 32 bits"},
           {"\"format\":1", "\"format\":2", "has no field \"own_user_limit\""},
           {"\"format\":1", "\"format\":4", "has no field \"email_key\""},
           {"{\"type\":\"outgoing_mail\"",
            "{\"type\":\"limit_setting\",\"account\":null,\"project\":null,\"service\":null,"
            "\"projects\":1,"
            "\"users\":null,\"items\":null}\n{\"type\":\"outgoing_mail\"",
            "has a type that this version does not know"},
       }) {
    const auto& from = change[0];
    const auto& to = change[1];
    const auto& says = change[2];
    CAPTURE(to);
    const std::string refusal = refusal_of(sealed(lines_of(with(released_export_1(), from, to))));
    CAPTURE(refusal);
    CHECK(refusal.find(says) != std::string::npos);
  }
  // Changed without updating the last line.
  CHECK(refusal_of(with(released_export_1(), "\"user_used\":1", "\"user_used\":2"))
            .find("the export was changed") != std::string::npos);
}

TEST_CASE("released: names of format 1 are normalised, and both of two that conflict are kept") {
  // The developer is older than the root user, but root users are first in an export.
  std::string text = with(released_export_1(), "root@example.org", "REN\u00C9@\u00E9.example");
  text = with(text, "Dev@Example.org", "rene\u0301@xn--9ca.example");
  text = with(text, "Owner@Example.org", "Owne\u0301r@Example.org");
  text = with(text, "New@Example.org", "Ne\u0301w@Example.org");
  text = with(text, "\"username\":\"partner\"", "\"username\":\"the\u0301\"");
  std::istringstream in(sealed(lines_of(text)));
  MemoryStorage storage;
  const FakeTextForms forms;
  const auto imported = transfer::import_all(storage, in, {.text_forms = &forms});
  REQUIRE_MESSAGE(imported.has_value(), imported.error().detail);
  const std::string again = export_of(storage);
  for (const char* held :
       {"\"email\":\"REN\u00C9@\u00E9.example\",\"email_key\":\"REN\u00C9@\u00E9.example\"",
        "\"email\":\"rene\u0301@xn--9ca.example\",\"email_key\":\"ren\u00E9@xn--9ca.example\"",
        "\"email\":\"Owne\u0301r@Example.org\",\"email_key\":\"own\u00E9r@example.org\"",
        "\"email\":\"Ne\u0301w@Example.org\",\"email_key\":\"n\u00E9w@example.org\"",
        "\"username\":\"th\u00E9\""}) {
    CAPTURE(held);
    CHECK(again.find(held) != std::string::npos);
  }
  // Names that conflict are stored unchanged from then on.
  MemoryStorage next;
  REQUIRE(import_text(next, again).has_value());
  CHECK(records_of(export_of(next)) == records_of(again));
}
