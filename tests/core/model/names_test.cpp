#include <string>

#include <doctest/doctest.h>

#include <gatehouse/model/mail.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/token.hpp>
#include <gatehouse/model/user.hpp>

namespace gatehouse {
namespace {

TEST_CASE("service codes: a lower-case letter or digit, then up to 31 of these, '_' and '-'") {
  for (const std::string& text : {std::string("a"), std::string("0"), std::string("push"),
                                  std::string("a_b-c"), std::string("9-"), std::string(32, 'z')}) {
    CAPTURE(text);
    const auto code = ServiceCode::parse(text);
    REQUIRE(code.has_value());
    CHECK(code->text() == text);
  }
  using namespace std::string_literals;
  for (const std::string& text : {""s, "-a"s, "_a"s, "A"s, "pushX"s, "a b"s, " a"s, "a "s, "a.b"s,
                                  "a/b"s, "é"s, "aé"s, "a\0"s, "a\n"s, std::string(33, 'z')}) {
    CAPTURE(text);
    CHECK_FALSE(ServiceCode::parse(text).has_value());
  }
  CHECK(ServiceCode().text().empty());
  CHECK(*ServiceCode::parse("a") < *ServiceCode::parse("b"));
}

TEST_CASE("roles: every role has a name that is parsed back, and other names are rejected") {
  const std::pair<Role, const char*> rows[] = {{Role::root, "root"},
                                               {Role::admin, "admin"},
                                               {Role::billing, "billing"},
                                               {Role::developer, "developer"}};
  for (const auto& [role, text] : rows) {
    CHECK(std::string(name(role)) == text);
    CHECK(parse_role(text) == role);
  }
  for (const std::string text : {"", "Root", "admins", "owner", " admin"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_role(text).has_value());
  }
}

TEST_CASE("mail kinds: every kind has a name that is parsed back, and other names are rejected") {
  const std::pair<MailKind, const char*> rows[] = {
      {MailKind::approval, "approval"},
      {MailKind::password_reset, "password_reset"},
      {MailKind::already_registered, "already_registered"},
      {MailKind::nothing_to_approve, "nothing_to_approve"},
      {MailKind::no_such_user, "no_such_user"}};
  for (const auto& [kind, text] : rows) {
    CHECK(std::string(name(kind)) == text);
    CHECK(parse_mail_kind(text) == kind);
  }
  CHECK_FALSE(parse_mail_kind("").has_value());
  CHECK_FALSE(parse_mail_kind("Approval").has_value());
}

TEST_CASE("token digests: 64 lower-case hex digits are parsed and round-trip") {
  const std::string hex = std::string(62, '0') + "af";
  const auto digest = TokenDigest::parse(hex);
  REQUIRE(digest.has_value());
  CHECK(digest->to_string() == hex);
  CHECK(digest->bytes.back() == 0xAF);
  CHECK_FALSE(TokenDigest::parse(std::string(63, '0')).has_value());
  CHECK_FALSE(TokenDigest::parse(std::string(65, '0')).has_value());
  CHECK_FALSE(TokenDigest::parse(std::string(62, '0') + "AF").has_value());
  CHECK_FALSE(TokenDigest::parse("").has_value());
}

}  // namespace
}  // namespace gatehouse
