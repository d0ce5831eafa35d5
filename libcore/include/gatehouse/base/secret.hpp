/// Secret: confidential text. It has no stream operator and no plain comparison, and its memory is
/// wiped on destruction and on move.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace gatehouse {

class Secret {
 public:
  Secret() noexcept = default;
  explicit Secret(std::string_view text);
  Secret(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  /// Returns the text, which is accessible only by this function. The view is valid as long as this
  /// object.
  [[nodiscard]] std::string_view reveal() const noexcept { return {text_.get(), size_}; }

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  friend bool operator==(const Secret&, const Secret&) = delete;

 private:
  void clear() noexcept;

  std::unique_ptr<char[]> text_;
  std::size_t size_ = 0;
};

/// Compares in a time that depends only on the length of the texts.
[[nodiscard]] bool equal_in_constant_time(const Secret& a, const Secret& b) noexcept;

}  // namespace gatehouse
