#include <gatehouse/model/email.hpp>

#include <string>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

std::string times(std::size_t count, std::string_view text) {
  std::string all;
  while (count-- > 0) all += text;
  return all;
}

TEST_CASE("e-mail: valid addresses are returned unchanged") {
  for (const std::string& text : {
           std::string("a@b"),
           std::string("a@example.com"),
           std::string("First.Last@Example.COM"),
           std::string("user+tag@example.com"),
           std::string("!#$%&'*+-/=?^_`{|}~@example.com"),
           std::string("0@0.0"),
           std::string("a@xn--bcher-kva.example"),
           std::string("a-b@a-b.c-d"),
           std::string("çağrı@örnek.com.tr"),
           std::string("用户@例子.中国"),
           times(64, "l") + "@example.com",
           "a@" + times(63, "d") + ".com",
           "a@" + times(127, "d.") + "d",
       }) {
    CAPTURE(text);
    const auto email = Email::parse(text);
    REQUIRE(email.has_value());
    CHECK(email->text() == text);
    CHECK_FALSE(email->empty());
  }
}

TEST_CASE("e-mail: malformed addresses are rejected") {
  using namespace std::string_literals;
  for (const std::string& text : {
           ""s,
           "a"s,
           "@"s,
           "a@"s,
           "@b"s,
           "a b@example.com"s,
           "a@exa mple.com"s,
           " a@example.com"s,
           "a@example.com "s,
           "a@b@c"s,
           "a@@b"s,
           ".a@example.com"s,
           "a.@example.com"s,
           "a..b@example.com"s,
           "a@.com"s,
           "a@com."s,
           "a@b..c"s,
           "a@-b.com"s,
           "a@b-.com"s,
           "a@b_c.com"s,
           "a@b.com/"s,
           "\"a\"@example.com"s,
           "\"a b\"@example.com"s,
           "a@[127.0.0.1]"s,
           "a@[IPv6:::1]"s,
           "Name <a@example.com>"s,
           "<a@example.com>"s,
           "a@example.com,b@example.com"s,
           "a@example.com;"s,
           "a(comment)@example.com"s,
           "a:b@example.com"s,
           "a\\@example.com"s,
           "a@example.com\r\nBcc: b@example.com"s,
           "a\n@example.com"s,
           "a\t@example.com"s,
           "a\0@example.com"s,
           "a@example.com\0"s,
           "a\x7F@example.com"s,
           "a\xC2\x85@example.com"s,  // U+0085, a control character
           "a@exam\xC2\x9Fple.com"s,
           "a\xFF@example.com"s,      // not UTF-8
           "a\xC0\xAF@example.com"s,  // overlong
           "a@b\xED\xA0\x80.com"s,    // a surrogate
           times(65, "l") + "@example.com",
           "a@" + times(64, "d") + ".com",
           "a@" + times(127, "d.") + "dd",
       }) {
    CAPTURE(text);
    CHECK_FALSE(Email::parse(text).has_value());
  }
}

TEST_CASE("e-mail: ASCII addresses that differ only in case are equal and keep their text") {
  const auto email = [](const char* text) { return *Email::parse(text); };
  CHECK(email("Ann@Example.com") == email("aNN@eXAMPLE.COM"));
  CHECK(email("Ann@Example.com").key() == "ann@example.com");
  CHECK(email("Ann@Example.com").text() == "Ann@Example.com");
  CHECK(email("Ann@Example.com").is_ascii());
  CHECK_FALSE(email("ann@example.com") == email("ann@example.org"));
  CHECK_FALSE(email("a.nn@example.com") == email("ann@example.com"));
  CHECK_FALSE(email("ann+x@example.com") == email("ann@example.com"));
}

TEST_CASE("e-mail: other addresses serve as their own key until a key is set") {
  const Email email = *Email::parse("ŞÜKRÜ@Örnek.com");
  CHECK_FALSE(email.is_ascii());
  CHECK(email.key() == email.text());
  const Email keyed = email.with_key("şükrü@xn--rnek-4qa.com");
  CHECK(keyed.text() == email.text());
  CHECK(keyed.key() == "şükrü@xn--rnek-4qa.com");
  CHECK_FALSE(keyed == email);
  CHECK(keyed == Email::parse("şükrü@örnek.com")->with_key(keyed.key()));
}

TEST_CASE("e-mail: a default-constructed address is empty") {
  CHECK(Email().empty());
  CHECK(Email().text().empty());
  CHECK(Email() == Email());
}

}  // namespace
}  // namespace gatehouse
