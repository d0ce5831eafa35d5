#include <gatehouse/services/accounts/passwords.hpp>

#include <vector>

#include <gatehouse/base/text.hpp>

namespace gatehouse {
namespace {

/// The forms to try, each once, that which is kept first.
std::vector<Secret> forms_of(const Secret& password, const TextForms* forms) {
  std::vector<Secret> all;
  if (forms == nullptr || is_ascii(password.reveal())) {
    all.push_back(password);
    return all;
  }
  all.push_back(forms->compose(password));
  // How many there are depends on what the caller sent alone.
  const auto add = [&](const Secret& form) {
    for (const Secret& known : all) {
      if (known.reveal() == form.reveal()) return;
    }
    all.push_back(form);
  };
  add(password);
  add(forms->decompose(password));
  return all;
}

}  // namespace

Passwords::Passwords(PasswordHasher& hasher, const TextForms* forms)
    : hasher_(hasher), forms_(forms) {}

std::string Passwords::hash(const Secret& password) const {
  if (forms_ == nullptr || is_ascii(password.reveal())) return hasher_.hash(password);
  return hasher_.hash(forms_->compose(password));
}

Passwords::Outcome Passwords::verify(const Secret& password,
                                     const std::optional<std::string>& phc) {
  // Made before it is known whether it is needed: the first login too takes the same work.
  const std::string& decoy =
      decoy_.get([this] { return hasher_.hash(Secret("no user has this password")); });
  // An imported hash that no password fits must not show by a quick answer.
  const bool usable = phc && hasher_.understands(*phc);
  const std::vector<Secret> forms = forms_of(password, forms_);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (!hasher_.verify(forms[i], usable ? *phc : decoy) || !usable) continue;
    return i > 0 || hasher_.needs_rehash(*phc) ? Outcome::outdated : Outcome::right;
  }
  return Outcome::wrong;
}

}  // namespace gatehouse
