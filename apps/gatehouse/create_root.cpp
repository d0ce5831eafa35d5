#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/text.hpp>
#include <gatehouse/services/services.hpp>

#include "bad_option.hpp"
#include "commands.hpp"
#include "no_mailer.hpp"
#include "text_file.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Disables the echo of a terminal while a password is typed.
class NoEcho {
 public:
  NoEcho() {
    if (tcgetattr(STDIN_FILENO, &former_) != 0) return;
    termios silent = former_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    terminal_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    if (terminal_) std::cerr << "Password: " << std::flush;
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (!terminal_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &former_);
    std::cerr << '\n';
  }

 private:
  termios former_{};
  bool terminal_ = false;
};

Secret read_password() {
  const NoEcho silence;
  std::string line;
  std::getline(std::cin, line);
  std::string_view text = line;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (text.ends_with('\r')) text.remove_suffix(1);
  const std::string foreign = foreign_encoding(text);
  const bool is_utf8 = count_code_points(text).has_value();
  Secret password(text);
  wipe(line);
  const std::string where = "the password on standard input cannot be used: ";
  if (!foreign.empty()) throw std::runtime_error(where + foreign);
  if (!is_utf8) throw std::runtime_error(where + "it is not UTF-8");
  if (password.empty()) throw std::runtime_error(where + "the first line is empty");
  return password;
}

}  // namespace

int create_root(const Configuration& chosen) {
  if (chosen.email.empty()) throw BadOption("email", "is required");
  const auto email = Email::parse(chosen.email);
  if (!email) throw BadOption("email", "is no e-mail address: " + chosen.email);
  const Secret password = read_password();

  Wiring wiring(chosen, std::make_unique<NoMailer>());
  Services services(wiring.ports(), chosen.settings);
  const auto created =
      schema::check(CreateRoot{*email, password}, services.settings.policy())
          .and_then([&](const auto& command) { return services.users.create_root(command); });
  if (!created) throw std::runtime_error(created.error().detail);
  std::cout << "created the root user " << email->text() << '\n';
  return 0;
}

}  // namespace gatehouse::app
