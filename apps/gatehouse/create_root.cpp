#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/services/services.hpp>

#include "bad_option.hpp"
#include "commands.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

/// Creating a root user sends no mail.
class NoMailer final : public Mailer {
 public:
  void deliver(const Mail& /*mail*/) override { throw PortError("no mail is sent from here"); }
};

/// Keeps a terminal from showing what is typed.
class Silence {
 public:
  Silence() {
    if (tcgetattr(STDIN_FILENO, &former_) != 0) return;
    termios silent = former_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    terminal_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    if (terminal_) std::cerr << "Password: " << std::flush;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    if (!terminal_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &former_);
    std::cerr << '\n';
  }

 private:
  termios former_{};
  bool terminal_ = false;
};

Secret read_password() {
  const Silence silence;
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  Secret password(line);
  wipe(line);
  return password;
}

}  // namespace

int create_root(const Configuration& chosen) {
  if (chosen.email.empty()) throw BadOption("email", "is required");
  const auto email = Email::parse(chosen.email);
  if (!email) throw BadOption("email", "is no e-mail address: " + chosen.email);
  const Secret password = read_password();
  if (password.empty()) throw std::invalid_argument("the password on standard input is empty");

  Wiring wiring(chosen, std::make_unique<NoMailer>());
  Services services(wiring.ports(), chosen.settings);
  const auto created = services.users.create_root(*email, password);
  if (!created) throw std::runtime_error(created.error().detail);
  std::cout << "created the root user " << email->text() << '\n';
  return 0;
}

}  // namespace gatehouse::app
