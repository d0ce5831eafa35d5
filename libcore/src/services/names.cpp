#include <gatehouse/services/detail/names.hpp>

#include <utility>

#include <gatehouse/base/text.hpp>

namespace gatehouse {

Email as_looked_up(const Email& email, const TextForms* forms) {
  if (forms == nullptr || email.is_ascii()) return email;
  auto key = forms->email_key(email.text());
  return key ? email.with_key(*std::move(key)) : email;
}

Result<Email> as_kept(const Email& email, const TextForms* forms) {
  if (forms == nullptr || email.is_ascii()) return email;
  auto key = forms->email_key(email.text());
  if (!key) {
    return Unexpected(invalid_field(
        "email", "must be an e-mail address of visible characters with a valid domain"));
  }
  return email.with_key(*std::move(key));
}

Result<Email> as_kept(const Email& email, const Email& before, const TextForms* forms) {
  if (email.text() == before.text()) return before;
  return as_kept(email, forms);
}

std::string as_kept(std::string_view username, const TextForms* forms) {
  if (forms == nullptr || is_ascii(username)) return std::string(username);
  return forms->compose(username);
}

std::optional<Credential> find_by_username(const Transaction& tx, AccountId account,
                                           std::string_view username, const TextForms* forms) {
  auto credential = tx.credentials().find(account, username);
  if (credential || forms == nullptr || is_ascii(username)) return credential;
  const std::string composed = forms->compose(username);
  return composed == username ? std::nullopt : tx.credentials().find(account, composed);
}

}  // namespace gatehouse
