// Embeds Gatehouse in another program: registers an account, logs in and verifies a token.
#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/password_argon2/argon2_password_hasher.hpp>
#include <gatehouse/services/services.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>
#include <gatehouse/system/system_clock.hpp>
#include <gatehouse/system/system_entropy.hpp>
#include <gatehouse/text_unicode/unicode_text_forms.hpp>
#include <iostream>
#include <string>
#include <utility>

// Ports are small: this mailer stores the approve code instead of sending it.
class Mailbox : public gatehouse::Mailer {
 public:
  void deliver(const gatehouse::Mail& mail) override {
    for (const auto& [name, value] : mail.headers) {
      if (name == "X-Approve-Code") code = value;
    }
  }
  std::string code;
};

int main() {
  using namespace gatehouse;

  SystemClock clock;
  SystemEntropy entropy;
  OpensslDigest digest;
  Argon2PasswordHasher hasher({}, entropy);
  MemoryStorage storage;
  Mailbox mailbox;
  UnicodeTextForms text_forms;
  Ports ports{storage, mailbox, hasher, digest, clock, entropy};
  ports.text_forms = &text_forms;
  Services services(ports);

  // Services take commands whose fields are valid. value() throws if one is not.
  const auto checked = [&](auto command) {
    return schema::check(std::move(command), services.settings.policy()).value();
  };

  const Email email = *Email::parse("ada@example.com");
  const auto registration =
      services.registrations.begin(checked(RegisterAccount{"Example Organization", email}));
  if (!registration) return 1;

  const Secret password("correct horse battery staple");
  const auto admin = services.registrations.approve(
      registration->id,
      checked(ApproveAccount{Secret(mailbox.code), email, password, "Ada", "Lovelace"}));
  if (!admin) return 1;

  const auto session = services.sessions.log_in(checked(LogIn{email, password}));
  if (!session) return 1;

  const auto caller = services.sessions.authenticate(session->token.reveal());
  if (!caller) return 1;
  std::cout << caller->user.first_name << " is " << name(caller->user.role) << '\n';

  const auto wrong = services.sessions.log_in(checked(LogIn{email, Secret("guess")}));
  if (wrong) return 1;
  std::cout << "a wrong password is refused: " << wrong.error().detail << '\n';
}
