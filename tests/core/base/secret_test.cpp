#include <gatehouse/base/secret.hpp>

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& t) {
  out << t;
};
template <class T>
concept Comparable = requires(const T& a, const T& b) {
  a == b;
};

TEST_CASE("secret: the text is available through one accessor only") {
  CHECK(Secret("abc").reveal() == "abc");
  CHECK_FALSE(Streamable<Secret>);
  CHECK_FALSE(Comparable<Secret>);
  CHECK_FALSE(std::is_convertible_v<Secret, std::string_view>);
  CHECK_FALSE(std::is_convertible_v<std::string_view, Secret>);
}

TEST_CASE("secret: keeps its own copy, including U+0000") {
  std::string text("a\0b", 3);
  const Secret secret(text);
  text = "xyz";
  CHECK(secret.reveal() == std::string_view("a\0b", 3));
}

TEST_CASE("secret: a secret without text is empty") {
  CHECK(Secret().empty());
  CHECK(Secret("").empty());
  CHECK(Secret().reveal().empty());
  CHECK_FALSE(Secret("a").empty());
}

TEST_CASE("secret: a copy is a separate object with the same text") {
  const Secret first("abc");
  Secret second(first);
  CHECK(second.reveal() == "abc");
  CHECK(second.reveal().data() != first.reveal().data());
  second = Secret("longer than before");
  CHECK(first.reveal() == "abc");
  second = first;
  CHECK(second.reveal() == "abc");
}

TEST_CASE("secret: a moved-from secret is empty") {
  Secret first("abc");
  Secret second(std::move(first));
  CHECK(second.reveal() == "abc");
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move): this is what is tested
  CHECK(first.reveal().empty());

  Secret third("other");
  third = std::move(second);
  CHECK(third.reveal() == "abc");
  CHECK(second.empty());  // NOLINT(bugprone-use-after-move)
  second = Secret("again");
  CHECK(second.reveal() == "again");
}

TEST_CASE("secret: self-assignment leaves the text unchanged") {
  Secret secret("abc");
  Secret& same = secret;
  secret = same;
  CHECK(secret.reveal() == "abc");
  secret = std::move(same);
  CHECK(secret.reveal() == "abc");  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("secret: two secrets are equal when their texts are equal") {
  const auto equal = [](const char* a, const char* b) {
    return equal_in_constant_time(Secret(a), Secret(b));
  };
  CHECK(equal("", ""));
  CHECK(equal("abc", "abc"));
  CHECK_FALSE(equal("abc", "abd"));
  CHECK_FALSE(equal("abc", "abcd"));
  CHECK_FALSE(equal("", "a"));
  CHECK_FALSE(equal("abc", "ABC"));
}

}  // namespace
}  // namespace gatehouse
