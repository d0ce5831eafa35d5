/// Octets to be sent: text owned by the connection, followed by a shared body.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse::http::server {

class OutputBuffer {
 public:
  /// For appending. A shared body is sent after all of the text.
  [[nodiscard]] std::string& text() noexcept { return text_; }
  void share(std::shared_ptr<const std::string> body) noexcept { shared_ = std::move(body); }
  [[nodiscard]] bool has_shared() const noexcept { return shared_ != nullptr; }

  /// Octets not yet sent, and octets sent since the buffer was last empty.
  [[nodiscard]] std::size_t unsent() const noexcept {
    return text_.size() + (shared_ ? shared_->size() : 0) - sent_;
  }
  [[nodiscard]] std::size_t sent() const noexcept { return sent_; }
  /// Memory held for this connection alone.
  [[nodiscard]] std::size_t capacity() const noexcept { return text_.capacity(); }

  /// Returns the octets to send after the next `more` octets; the second buffer may be empty.
  [[nodiscard]] std::array<boost::asio::const_buffer, 2> unsent_octets(
      std::size_t more = 0) const noexcept {
    const std::size_t sent = sent_ + more;
    const std::size_t of_text = sent < text_.size() ? sent : text_.size();
    const std::size_t of_shared = sent - of_text;
    const boost::asio::const_buffer text(text_.data() + of_text, text_.size() - of_text);
    const boost::asio::const_buffer shared =
        shared_
            ? boost::asio::const_buffer(shared_->data() + of_shared, shared_->size() - of_shared)
            : boost::asio::const_buffer();
    if (text.size() == 0) return {shared, boost::asio::const_buffer()};
    return {text, shared};
  }
  void advance(std::size_t count) noexcept {
    invariant(count <= unsent());
    sent_ += count;
  }

  /// Must be called when everything has been sent.
  void clear() noexcept {
    invariant(unsent() == 0);
    text_.clear();
    shared_.reset();
    sent_ = 0;
  }
  /// Releases memory beyond `kept` if the buffer is empty.
  void shrink(std::size_t kept) {
    invariant(text_.empty() && sent_ == 0);
    if (text_.capacity() > kept) std::string().swap(text_);
  }

 private:
  std::string text_;
  std::shared_ptr<const std::string> shared_;
  std::size_t sent_ = 0;
};

}  // namespace gatehouse::http::server
