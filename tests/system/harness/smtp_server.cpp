#include "smtp_server.hpp"

#include <csignal>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace gatehouse::testing {

SmtpServer::SmtpServer(std::vector<std::string> arguments) { start(std::move(arguments)); }

void SmtpServer::stop() {
  process_->signal(SIGKILL);
  process_->wait();
}

void SmtpServer::start(std::vector<std::string> arguments) {
  // Debian's own Python, which has Debian's aiosmtpd.
  Invocation invocation{
      .arguments = {SMTP_SERVER_SCRIPT, folder().string(), "--port", std::to_string(port_)},
      .program = "/usr/bin/python3"};
  for (std::string& argument : arguments) invocation.arguments.push_back(std::move(argument));
  const auto log = folder() / "log";
  process_ = std::make_unique<Process>(invocation, log);
  const std::string line = process_->read_line();
  constexpr std::string_view before = "listening on ";
  if (!line.starts_with(before)) {
    throw std::runtime_error("no mail server (is python3-aiosmtpd installed?): " + read_file(log));
  }
  port_ = static_cast<std::uint16_t>(std::stoul(line.substr(before.size())));
}

}  // namespace gatehouse::testing
