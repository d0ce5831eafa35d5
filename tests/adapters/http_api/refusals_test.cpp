// Refusals in the format of each API.
#include <string>
#include <utility>

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include "response_format.hpp"

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

json::object body_of(const http::Response& response) {
  return json::parse(response.body).as_object();
}

TEST_CASE("refusals: those of the credential API say it in both forms, faults of the server too") {
  const http::api::ResponseFormat& format = http::api::format_of("/apiops/projects/");
  for (const auto& expected :
       {std::pair{500U, "server_error"}, std::pair{503U, "temporarily_unavailable"},
        std::pair{404U, "not_found"}, std::pair{405U, "method_not_allowed"},
        std::pair{401U, "unauthorized_client"}}) {
    const http::Response response = format.refusal(expected.first, "The reason.");
    CHECK(response.status == expected.first);
    CHECK(body_of(response) == json::object{{"status", "FAILURE"},
                                            {"error", expected.second},
                                            {"error_description", "The reason."},
                                            {"resultMessage", "The reason."}});
  }
}

TEST_CASE("refusals: errors of the domain are 400, 401 or 404 in the credential API") {
  const auto answered = [](const Error& error) {
    const http::Response response = http::api::credential_format().error(error, 0);
    const json::object body = body_of(response);
    CHECK(body.at("resultMessage") == body.at("error_description"));
    return std::to_string(response.status) + " " + std::string(body.at("error").as_string());
  };
  CHECK(answered(invalid_argument("x")) == "400 bad_request");
  CHECK(answered(already_exists("x")) == "400 bad_request");
  CHECK(answered(failed_precondition("x")) == "400 bad_request");
  CHECK(answered(limit_exceeded("x")) == "400 bad_request");
  CHECK(answered(unauthenticated("x")) == "401 unauthorized_client");
  CHECK(answered(permission_denied("x")) == "401 unauthorized_client");
  CHECK(answered(not_found("x")) == "404 not_found");
}

TEST_CASE("refusals: those of the token endpoints are those of OAuth 2.0 alone") {
  const http::Response response = http::api::format_of("/oauth2/token").refusal(400, "The reason.");
  CHECK_FALSE(body_of(response).contains("status"));
  CHECK_FALSE(body_of(response).contains("resultMessage"));
}

}  // namespace
}  // namespace gatehouse::testing
