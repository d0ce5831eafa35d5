#include <gatehouse/testing/fake_cipher.hpp>

#include <cstdint>
#include <span>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::testing {
namespace {

std::string beginning(const std::string& key) { return "v1." + key + "."; }

std::string in_hex(std::string_view text) {
  return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace

void FakeCipher::replace_keys(std::vector<std::string> keys) {
  const std::scoped_lock lock(mutex_);
  keys_ = std::move(keys);
}

bool FakeCipher::can_seal() const { return !keys().empty(); }

std::string FakeCipher::seal(std::string_view secret, std::string_view bound_to) const {
  const auto all = keys();
  if (all.empty()) throw PortError("there is no key");
  return beginning(all.front()) + in_hex(bound_to) + "-" + in_hex(secret);
}

Secret FakeCipher::open(std::string_view sealed, std::string_view bound_to) const {
  for (const std::string& key : keys()) {
    const std::string before = beginning(key) + in_hex(bound_to) + "-";
    if (!sealed.starts_with(before)) continue;
    const std::string_view digits = sealed.substr(before.size());
    std::string text(digits.size() / 2, '\0');
    if (from_hex(digits, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()})) {
      return Secret(text);
    }
  }
  throw PortError("does not open");
}

bool FakeCipher::is_current(std::string_view sealed) const {
  const auto all = keys();
  return !all.empty() && sealed.starts_with(beginning(all.front()));
}

std::vector<std::string> FakeCipher::keys() const {
  const std::scoped_lock lock(mutex_);
  return keys_;
}

}  // namespace gatehouse::testing
