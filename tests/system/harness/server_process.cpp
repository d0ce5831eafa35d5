#include "server_process.hpp"

#include <csignal>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace gatehouse::testing {
namespace {

Invocation serve(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--listen", "127.0.0.1:0"});
  Invocation invocation{last_of_each(arguments)};
  invocation.arguments.insert(invocation.arguments.begin(), "serve");
  return invocation;
}

}  // namespace

std::vector<std::string> last_of_each(const std::vector<std::string>& arguments) {
  std::vector<std::vector<std::string>> options;  // each with its value, if any
  for (const std::string& argument : arguments) {
    if (!argument.starts_with("--")) {
      options.back().push_back(argument);
      continue;
    }
    std::erase_if(options, [&](const auto& option) { return option.front() == argument; });
    options.push_back({argument});
  }
  std::vector<std::string> kept;
  for (const auto& option : options) kept.insert(kept.end(), option.begin(), option.end());
  return kept;
}

std::vector<std::string> cheap_hashing() {
  return {"--argon2-memory-kib", "64", "--argon2-iterations", "1"};
}

ServerProcess::ServerProcess(std::vector<std::string> arguments, const std::filesystem::path& log)
    : log_begin_(std::filesystem::exists(log) ? std::filesystem::file_size(log) : 0),
      process_(serve(std::move(arguments)), log) {
  const std::string line = process_.read_line();
  constexpr std::string_view before = "listening on ";
  if (!line.starts_with(before)) {
    process_.wait();
    throw std::runtime_error("the server did not start: " + line + read_file(log));
  }
  url_ = line.substr(before.size());
  port_ = static_cast<std::uint16_t>(std::stoul(url_.substr(url_.rfind(':') + 1)));
}

int ServerProcess::stop() {
  process_.signal(SIGTERM);
  return process_.wait();
}

void ServerProcess::kill() {
  process_.signal(SIGKILL);
  process_.wait();
}

}  // namespace gatehouse::testing
