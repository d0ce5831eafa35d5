/// A client of the HTTP API on a persistent connection.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/http_client.hpp"

namespace gatehouse::testing {

struct ApiRequest {
  std::string method = "GET";
  std::string target;
  /// The value of the Authorization field, which is omitted if empty.
  std::string token{};
  /// Sent with Content-Length and as JSON, unless `headers` override them.
  std::optional<std::string> body{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

struct ApiReply {
  unsigned status = 0;
  HttpAnswer http;
  /// Null if the body is not JSON.
  boost::json::value body;

  /// `content` of the envelope.
  [[nodiscard]] const boost::json::value& content() const;
  /// A string member of `content`.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// The items of a list, as a copy, so that the response may be a temporary.
  [[nodiscard]] boost::json::array items() const { return content().as_array(); }
  /// The names of the invalid fields.
  [[nodiscard]] std::set<std::string> faults() const;
};

class ApiClient {
 public:
  explicit ApiClient(std::uint16_t port) : port_(port) {}

  /// Reconnects after a restart of the server.
  void connect_to(std::uint16_t port) {
    connection_.reset();
    port_ = port;
  }

  ApiReply send(const ApiRequest& request);

  ApiReply get(std::string target, std::string token = {});
  ApiReply post(std::string target, std::string body, std::string token = {});
  ApiReply put(std::string target, std::string body, std::string token = {});
  ApiReply remove(std::string target, std::string token = {});
  ApiReply options(std::string target);

 private:
  std::uint16_t port_;
  std::optional<HttpClient> connection_;
};

/// The path of a template, with a well-formed id for each parameter.
[[nodiscard]] std::string target_of(std::string_view path_template);

/// Names of a JSON object, and items of a JSON array of strings.
[[nodiscard]] std::set<std::string> names(const boost::json::value& object);
[[nodiscard]] std::vector<std::string> strings(const boost::json::value& array);

}  // namespace gatehouse::testing
