// What holds for all rows of the table of operations.
#include <string>

#include <doctest/doctest.h>

#include "operation.hpp"
#include "response_format.hpp"

namespace gatehouse::http::api {
namespace {

TEST_CASE("table: beside each PUT of a record of the account API there is a PATCH like it") {
  std::size_t found = 0;
  for (const ResourceRow& row : all_resources()) {
    const Operation* put = row.find(Method::put);
    const bool is_record = put != nullptr && row.find(Method::get) != nullptr;
    if (row.format != &account_format() || !is_record) continue;
    CAPTURE(std::string(row.path));
    const Operation* patch = row.find(Method::patch);
    REQUIRE(patch != nullptr);
    CHECK(patch->work.body == BodyType::merge_patch);
    CHECK(patch->success == 202);
    CHECK(patch->refusals == put->refusals);
    CHECK(patch->shown() == put->shown());
    CHECK(patch->pool == put->pool);
    CHECK(patch->body_limit == put->body_limit);
    CHECK((patch->permission != nullptr) == (put->permission != nullptr));
    CHECK(std::get<access::User>(patch->access).action ==
          std::get<access::User>(put->access).action);
    CHECK(patch->name != put->name);
    REQUIRE(patch->work.inputs.size() == put->work.inputs.size());
    for (std::size_t i = 0; i < patch->work.inputs.size(); ++i) {
      CHECK(patch->work.inputs[i].field == put->work.inputs[i].field);
      CHECK_FALSE(patch->work.inputs[i].required);
    }
    ++found;
  }
  CHECK(found >= 12);
}

}  // namespace
}  // namespace gatehouse::http::api
