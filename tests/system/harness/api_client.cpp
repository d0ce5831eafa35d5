#include "api_client.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <stdexcept>

namespace gatehouse::testing {
namespace {

namespace json = boost::json;

bool has(const ApiRequest& request, std::string_view name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [name](const auto& field) { return field.first == name; });
}

std::string write(const ApiRequest& request) {
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
  if (!has(request, "Host")) text += "Host: gatehouse.example\r\n";
  if (!request.token.empty()) text += "Authorization: " + request.token + "\r\n";
  if (request.body && !has(request, "Content-Type")) text += "Content-Type: application/json\r\n";
  if (request.body && !has(request, "Content-Length") && !has(request, "Transfer-Encoding")) {
    text += "Content-Length: " + std::to_string(request.body->size()) + "\r\n";
  }
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  return text + "\r\n" + request.body.value_or("");
}

}  // namespace

const json::value& ApiReply::content() const {
  const auto* object = body.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains("content");
  if (found == nullptr) throw std::runtime_error("an answer without content: " + http.body);
  return *found;
}

std::string ApiReply::text(std::string_view name) const {
  const auto* object = content().if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(name);
  if (found == nullptr || !found->is_string()) {
    throw std::runtime_error("no text " + std::string(name) + " in " + http.body);
  }
  return std::string(found->get_string());
}

std::set<std::string> ApiReply::faults() const {
  const auto* object = body.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains("fields");
  return found == nullptr ? std::set<std::string>() : names(*found);
}

ApiReply ApiClient::send(const ApiRequest& request) {
  if (!connection_) connection_.emplace(port_);
  try {
    connection_->send(write(request));
    const auto method =
        request.method == "HEAD" ? HttpClient::Method::head : HttpClient::Method::other;
    ApiReply reply;
    reply.http = connection_->read(method);
    reply.status = reply.http.status;
    if (reply.http.header("Connection") == "close") connection_.reset();
    json::error_code ignored;
    reply.body = json::parse(reply.http.body, ignored);
    return reply;
  } catch (const HttpClientError&) {
    connection_.reset();
    throw;
  }
}

ApiReply ApiClient::get(std::string target, std::string token) {
  return send({.target = std::move(target), .token = std::move(token)});
}

ApiReply ApiClient::post(std::string target, std::string body, std::string token) {
  return send({.method = "POST",
               .target = std::move(target),
               .token = std::move(token),
               .body = std::move(body)});
}

ApiReply ApiClient::put(std::string target, std::string body, std::string token) {
  return send({.method = "PUT",
               .target = std::move(target),
               .token = std::move(token),
               .body = std::move(body)});
}

ApiReply ApiClient::remove(std::string target, std::string token) {
  return send({.method = "DELETE", .target = std::move(target), .token = std::move(token)});
}

ApiReply ApiClient::options(std::string target) {
  return send({.method = "OPTIONS", .target = std::move(target)});
}

std::string target_of(std::string_view path_template) {
  std::string target(path_template);
  for (auto open = target.find('{'); open != std::string::npos; open = target.find('{')) {
    target.replace(open, target.find('}') - open + 1, std::string(32, '0'));
  }
  return target;
}

std::set<std::string> names(const json::value& object) {
  std::set<std::string> all;
  for (const auto& member : object.as_object()) all.emplace(member.key());
  return all;
}

std::vector<std::string> strings(const json::value& array) {
  std::vector<std::string> all;
  for (const auto& item : array.as_array()) all.emplace_back(item.as_string());
  return all;
}

}  // namespace gatehouse::testing
