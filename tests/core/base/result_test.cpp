#include <gatehouse/base/result.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <type_traits>
#include <variant>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Unexpected(invalid_argument("odd"));
  return n / 2;
}

TEST_CASE("result: holds the value") {
  auto two = half(4);
  REQUIRE(two.has_value());
  CHECK(static_cast<bool>(two));
  CHECK(*two == 2);
  CHECK(two.value() == 2);
  *two = 5;
  CHECK(std::as_const(two).value() == 5);
}

TEST_CASE("result: holds the error, and value() throws in that case") {
  const auto none = half(3);
  REQUIRE_FALSE(none.has_value());
  CHECK_FALSE(static_cast<bool>(none));
  CHECK(none.error() == invalid_argument("odd"));
  CHECK_THROWS_AS((void)none.value(), std::bad_variant_access);
}

TEST_CASE("result: a failure is not constructed implicitly") {
  CHECK_FALSE(std::is_convertible_v<Error, Result<int>>);
  CHECK_FALSE(std::is_convertible_v<Error, Unexpected>);
  CHECK(std::is_convertible_v<Unexpected, Result<int>>);
  CHECK(std::is_convertible_v<int, Result<int>>);
  CHECK_FALSE(std::is_convertible_v<Result<int>, bool>);
}

TEST_CASE("result: a failure converts to a Result of another type") {
  const auto text = [](int n) -> Result<std::string> {
    auto h = half(n);
    if (!h) return std::move(h).failure();
    return std::to_string(*h);
  };
  CHECK(*text(8) == "4");
  CHECK(text(7).error() == invalid_argument("odd"));
}

TEST_CASE("result: transform and and_then apply to the value and pass the error on") {
  CHECK(*half(8).transform([](int n) { return std::to_string(n); }) == "4");
  CHECK(half(7).transform([](int n) { return std::to_string(n); }).error().detail == "odd");
  CHECK(*half(8).and_then(half) == 2);
  CHECK(half(6).and_then(half).error().detail == "odd");
  bool called = false;
  const auto untouched = half(7).and_then([&](int n) {
    called = true;
    return half(n);
  });
  CHECK_FALSE(untouched);
  CHECK_FALSE(called);
}

TEST_CASE("result: move-only values are moved in and out") {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
  const std::unique_ptr<int> out = *std::move(result);
  CHECK(*out == 3);
  struct Holder {
    std::unique_ptr<int> held;
  };
  const auto holder = Result(std::make_unique<int>(4)).transform([](std::unique_ptr<int> p) {
    return Holder{std::move(p)};
  });
  CHECK(*holder->held == 4);
}

TEST_CASE("result: a Result may contain another Result") {
  const Result<Result<int>> refused_inside{half(3)};
  REQUIRE(refused_inside.has_value());
  CHECK_FALSE(refused_inside->has_value());
}

TEST_CASE("errors: each factory function has its own code with a stable name") {
  struct Row {
    Error error;
    ErrorCode code;
    std::string name;
  };
  const Row rows[] = {
      {invalid_argument("d"), ErrorCode::invalid_argument, "invalid_argument"},
      {unauthenticated("d"), ErrorCode::unauthenticated, "unauthenticated"},
      {permission_denied("d"), ErrorCode::permission_denied, "permission_denied"},
      {not_found("d"), ErrorCode::not_found, "not_found"},
      {already_exists("d"), ErrorCode::already_exists, "already_exists"},
      {conflict("d"), ErrorCode::conflict, "conflict"},
      {limit_exceeded("d"), ErrorCode::limit_exceeded, "limit_exceeded"},
      {failed_precondition("d"), ErrorCode::failed_precondition, "failed_precondition"},
      {dependency_failed("d"), ErrorCode::dependency_failed, "dependency_failed"},
  };
  int expected = 1;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(row.error.code == row.code);
    CHECK(row.error.detail == "d");
    CHECK(row.error.fields.empty());
    CHECK(std::string(name(row.code)) == row.name);
    CHECK(static_cast<int>(row.code) == expected++);
  }
}

TEST_CASE("errors: those of repeated requests have the fields and the time that are given") {
  const Error repeated = request_repeated("d", {{"id", "1"}}, std::chrono::seconds(2));
  CHECK(repeated.code == ErrorCode::request_repeated);
  CHECK(std::string(name(repeated.code)) == "request_repeated");
  CHECK(repeated.fields == std::vector<FieldFault>{{"id", "1"}});
  CHECK(repeated.retry_after == std::chrono::seconds(2));
  const Error reused = idempotency_key_reused();
  CHECK(std::string(name(reused.code)) == "idempotency_key_reused");
  CHECK(reused.fields.empty());
}

TEST_CASE("errors: a single field error is named in the detail and in the fields") {
  const Error error = invalid_field("email", "is odd");
  CHECK(error.code == ErrorCode::invalid_argument);
  CHECK(error.detail.find("email") != std::string::npos);
  CHECK(error.fields == std::vector<FieldFault>{{"email", "is odd"}});
}

}  // namespace
}  // namespace gatehouse
