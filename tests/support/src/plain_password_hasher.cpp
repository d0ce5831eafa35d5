#include <gatehouse/testing/plain_password_hasher.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse::testing {
namespace {

constexpr std::string_view prefix = "$plain$v=1$";

struct Parts {
  std::string_view parameter;
  std::string_view password;
};

std::optional<Parts> split(std::string_view phc) {
  if (!phc.starts_with(prefix)) return std::nullopt;
  phc.remove_prefix(prefix.size());
  const std::size_t end = phc.find('$');
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  return Parts{phc.substr(0, end), phc.substr(end + 1)};
}

std::string hex(const Secret& password) {
  const std::string_view text = password.reveal();
  return to_hex(std::vector<std::uint8_t>(text.begin(), text.end()));
}

}  // namespace

PlainPasswordHasher::PlainPasswordHasher(unsigned parameter) noexcept : parameter_(parameter) {}

std::string PlainPasswordHasher::hash(const Secret& password) {
  ++hashes_;
  run_hook();
  return std::string(prefix) + std::to_string(parameter_) + '$' + hex(password);
}

bool PlainPasswordHasher::verify(const Secret& password, std::string_view phc) {
  ++verifications_;
  run_hook();
  const auto parts = split(phc);
  return parts && parts->password == hex(password);
}

bool PlainPasswordHasher::understands(std::string_view phc) const { return split(phc).has_value(); }

bool PlainPasswordHasher::needs_rehash(std::string_view phc) const {
  const auto parts = split(phc);
  return !parts || parts->parameter != std::to_string(parameter_);
}

void PlainPasswordHasher::set_parameter(unsigned parameter) noexcept { parameter_ = parameter; }

void PlainPasswordHasher::on_next_call(std::function<void()> hook) {
  const std::scoped_lock lock(mutex_);
  hook_ = std::move(hook);
}

void PlainPasswordHasher::run_hook() {
  std::function<void()> hook;
  {
    const std::scoped_lock lock(mutex_);
    hook = std::exchange(hook_, nullptr);
  }
  if (hook) hook();
}

std::size_t PlainPasswordHasher::hashes() const noexcept { return hashes_; }

std::size_t PlainPasswordHasher::verifications() const noexcept { return verifications_; }

}  // namespace gatehouse::testing
