/// A buffer of received octets that have not been consumed.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse::http::server {

class InputBuffer {
 public:
  explicit InputBuffer(std::size_t limit) : limit_(limit) { allocate(initial_size); }

  [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
  /// Valid until space() or shrink() is called.
  [[nodiscard]] std::string_view view() const noexcept {
    return {octets_.get() + begin_, end_ - begin_};
  }
  void consume(std::size_t count) noexcept {
    invariant(count <= end_ - begin_);
    begin_ += count;
  }

  /// Returns free space, which is never empty while the buffer holds less than the limit.
  [[nodiscard]] std::pair<char*, std::size_t> space() {
    if (begin_ > 0) {
      std::memmove(octets_.get(), octets_.get() + begin_, end_ - begin_);
      end_ -= std::exchange(begin_, 0);
    }
    if (end_ == size_ && size_ < limit_) {
      const auto held = std::move(octets_);
      allocate(size_ * 2 < limit_ ? size_ * 2 : limit_);
      std::memcpy(octets_.get(), held.get(), end_);
    }
    return {octets_.get() + end_, size_ - end_};
  }
  void commit(std::size_t count) noexcept {
    invariant(count <= size_ - end_);
    end_ += count;
  }
  [[nodiscard]] std::size_t capacity() const noexcept { return size_; }

  /// Releases memory that was needed for a large request.
  void shrink() {
    if (!empty() || size_ <= initial_size) return;
    allocate(initial_size);
    begin_ = end_ = 0;
  }

 private:
  static constexpr std::size_t initial_size = 4096;

  void allocate(std::size_t size) {
    octets_ = std::make_unique_for_overwrite<char[]>(size);
    size_ = size;
  }

  const std::size_t limit_;
  std::unique_ptr<char[]> octets_;
  std::size_t size_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace gatehouse::http::server
