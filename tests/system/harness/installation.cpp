#include "installation.hpp"

#include <cstdlib>
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

std::size_t usual_servers() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing changes the environment
  const char* chosen = std::getenv("GATEHOUSE_TEST_SERVERS");
  return chosen == nullptr ? 1 : std::stoul(chosen);
}

Installation::Installation(std::vector<std::string> arguments, std::size_t servers)
    : arguments_(std::move(arguments)), servers_(servers) {
  root_ = {.id = {}, .email = "root@example.org", .password = "the password of root", .token = {}};
  const auto created = run_gatehouse(
      {.arguments = joined({"create-root", "--database", database(), "--email", root_.email},
                           cheap_hashing()),
       .input = root_.password + "\n"});
  if (created.status != 0) throw std::runtime_error("create-root: " + created.err);
  if (on_postgresql()) {
    const std::string keys = key_file().string();
    if (run_gatehouse({{"create-key", keys}}).status != 0) throw std::runtime_error("create-key");
    arguments_ = joined({"--encryption-key-file", keys}, arguments_);
  }
  arguments_ = joined(joined({"--database", database(), "--mail", "maildir:" + maildir().string(),
                              "--public-url", "https://gatehouse.example/people"},
                             cheap_hashing()),
                      arguments_);
  for (std::size_t i = 0; i < servers; ++i) start(i);
  root_.token = connect()
                    .post("/api/v1/session", R"({"email":")" + root_.email + R"(","password":")" +
                                                 root_.password + R"("})")
                    .text("token");
}

std::filesystem::path Installation::key_file() const {
  constexpr std::string_view scheme = "sqlite:";
  if (on_postgresql()) return folder() / "encryption.key";
  return database().substr(scheme.size()) + ".key";
}

std::filesystem::path Installation::log(std::size_t which) const {
  return folder_.path() / (which == 0 ? "log" : "log" + std::to_string(which));
}

void Installation::start(std::size_t which) {
  servers_.at(which) = std::make_unique<ServerProcess>(arguments_, log(which));
}

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
