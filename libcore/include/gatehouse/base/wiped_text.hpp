/// Text buffers for texts that contain a secret, e.g. a mail with a code.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {

/// Wipes memory before releasing it, including the old buffers of a growing text.
template <class T>
struct WipingAllocator {
  using value_type = T;

  WipingAllocator() noexcept = default;
  template <class Other>
  explicit WipingAllocator(const WipingAllocator<Other>& /*other*/) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
  void deallocate(T* memory, std::size_t count) noexcept {
    wipe({reinterpret_cast<char*>(memory), count * sizeof(T)});
    std::allocator<T>().deallocate(memory, count);
  }

  friend bool operator==(const WipingAllocator&, const WipingAllocator&) = default;
};

/// Up to 15 octets may be stored within the object itself and are not wiped; codes are longer.
using WipedText = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

/// Wipes a text of another type at the end of a scope.
class WipeAtEnd {
 public:
  /// `text` must outlive this object and must not grow meanwhile.
  explicit WipeAtEnd(std::string& text) noexcept : text_(text) {}
  WipeAtEnd(const WipeAtEnd&) = delete;
  WipeAtEnd& operator=(const WipeAtEnd&) = delete;
  ~WipeAtEnd() { wipe(text_); }

 private:
  std::string& text_;
};

}  // namespace gatehouse
