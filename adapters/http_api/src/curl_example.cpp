#include "curl_example.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::http::api {
namespace {

namespace json = boost::json;

/// Returns the text in single quotes.
std::string quoted(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += R"('\'')";
    } else {
      word += c;
    }
  }
  return word + "'";
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view kept =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string encoded;
  for (const char c : text) {
    if (kept.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[octet / 16U];
    encoded += digits[octet % 16U];
  }
  return encoded;
}

std::string text_of_example(const json::object& parameter) {
  const json::value* example = parameter.if_contains("example");
  if (example == nullptr) return "text";
  return example->is_string() ? std::string(example->get_string()) : json::serialize(*example);
}

/// Returns the options for credentials; the default is the token of a user.
std::string credentials_of(const json::object& operation) {
  std::string bearer = " \\\n  -H \"Authorization: Bearer $TOKEN\"";
  const json::value* security = operation.if_contains("security");
  if (security == nullptr) return bearer;
  const json::array& alternatives = security->as_array();
  if (alternatives.empty()) return {};
  const json::object& first = alternatives.front().as_object();
  if (first.contains("gateway")) {
    return " \\\n  -u \"$USERNAME:$PASSWORD\" -H \"X-Gatehouse-Gateway: $GATEWAY_TOKEN\"";
  }
  if (first.contains("service_client")) return " \\\n  -u \"$PROJECT_ID:$SERVICE_TOKEN\"";
  return first.empty() ? std::string() : bearer;
}

std::string body_of_request(const json::object& body) {
  const auto& [type, media] = *body.at("content").as_object().begin();
  const json::value& example = media.at("example");
  if (type != "application/x-www-form-urlencoded") {
    return " \\\n  -H 'Content-Type: " + std::string(type) + "' \\\n  -d " +
           quoted(json::serialize(example));
  }
  std::string options;
  for (const auto& [name, value] : example.as_object()) {
    const std::string text =
        value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    options += " \\\n  --data-urlencode " + quoted(std::string(name) + "=" + text);
  }
  return options;
}

}  // namespace

std::string curl_example(std::string_view method, std::string_view path,
                         const json::object& operation) {
  std::string target(path);
  std::string headers;
  const json::value* parameters = operation.if_contains("parameters");
  for (const json::value& one : parameters == nullptr ? json::array() : parameters->as_array()) {
    const json::object& parameter = one.as_object();
    const std::string name(parameter.at("name").as_string());
    if (parameter.at("in") == "path") {
      const std::string braces = "{" + name + "}";
      target.replace(target.find(braces), braces.size(),
                     percent_encoded(text_of_example(parameter)));
    } else if (parameter.at("in") == "header" && parameter.at("required").as_bool()) {
      headers += " \\\n  -H " + quoted(name + ": " + text_of_example(parameter));
    }
  }
  std::string upper(method);
  for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  std::string command = "curl";
  if (upper != "GET") command += " -X " + upper;
  command += " \"$GATEHOUSE" + target + "\"" + credentials_of(operation) + headers;
  if (const json::value* body = operation.if_contains("requestBody")) {
    command += body_of_request(body->as_object());
  }
  return command;
}

}  // namespace gatehouse::http::api
