#include <gatehouse/services/accounts/passwords.hpp>

#include <vector>

#include <gatehouse/base/text.hpp>

namespace gatehouse {
namespace {

/// Returns the forms to try without duplicates, the form of new hashes first.
std::vector<Secret> forms_of(const Secret& password, const TextForms* forms) {
  std::vector<Secret> all;
  if (forms == nullptr || is_ascii(password.reveal())) {
    all.push_back(password);
    return all;
  }
  all.push_back(forms->compose(password));
  // Their number depends only on the caller's input.
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
  // Made before it is known to be needed, so that the first login takes the same work.
  const std::string& decoy =
      decoy_.get([this] { return hasher_.hash(Secret("no user has this password")); });
  // An imported hash that no password matches must not be detectable by a fast response.
  const bool usable = phc && hasher_.understands(*phc);
  const std::vector<Secret> forms = forms_of(password, forms_);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    if (!hasher_.verify(forms[i], usable ? *phc : decoy) || !usable) continue;
    return i > 0 || hasher_.needs_rehash(*phc) ? Outcome::outdated : Outcome::right;
  }
  return Outcome::wrong;
}

}  // namespace gatehouse
