#include "installation.hpp"

#include <stdexcept>
#include <utility>

namespace gatehouse::testing {
namespace {

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

Installation::Installation(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {
  root_ = {.id = {}, .email = "root@example.org", .password = "the password of root", .token = {}};
  const auto created = run_gatehouse(
      {.arguments = joined({"create-root", "--database", database(), "--email", root_.email},
                           cheap_hashing()),
       .input = root_.password + "\n"});
  if (created.status != 0) throw std::runtime_error("create-root: " + created.err);
  arguments_ = joined(joined({"--database", database(), "--mail", "maildir:" + maildir().string(),
                              "--public-url", "https://gatehouse.example/people"},
                             cheap_hashing()),
                      arguments_);
  start();
  root_.token = connect()
                    .post("/api/v1/session", R"({"email":")" + root_.email + R"(","password":")" +
                                                 root_.password + R"("})")
                    .text("token");
}

void Installation::start() { server_ = std::make_unique<ServerProcess>(arguments_, log()); }

std::string Installation::fresh_email() {
  return "person" + std::to_string(++count_) + "@example.org";
}

std::string Installation::fresh_code() { return "code-" + std::to_string(++count_); }

std::string Installation::add_service() {
  std::string code = fresh_code();
  add_service(code);
  return code;
}

void Installation::add_service(const std::string& code) {
  const auto reply = connect().post(
      "/api/v1/services", R"({"codeName":")" + code + R"(","name":"Service"})", root_.token);
  if (reply.status != 201) throw std::runtime_error("no service: " + reply.http.body);
}

Installation& shared_installation() {
  static Installation installation;
  return installation;
}

}  // namespace gatehouse::testing
