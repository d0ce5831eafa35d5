#include <gatehouse/base/secret.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {

Secret::Secret(std::string_view text) : size_(text.size()) {
  if (size_ == 0) return;
  text_ = std::make_unique<char[]>(size_);
  std::copy(text.begin(), text.end(), text_.get());
}

Secret::Secret(const Secret& other) : Secret(other.reveal()) {}

Secret::Secret(Secret&& other) noexcept
    : text_(std::move(other.text_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) *this = Secret(other);
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    clear();
    text_ = std::move(other.text_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

Secret::~Secret() { clear(); }

void Secret::clear() noexcept {
  if (text_) wipe({text_.get(), size_});
}

bool equal_in_constant_time(const Secret& a, const Secret& b) noexcept {
  const auto bytes = [](const Secret& secret) {
    const std::string_view text = secret.reveal();
    return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  return equal_in_constant_time(bytes(a), bytes(b));
}

}  // namespace gatehouse
