/// The server certificate and the TLS settings.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include <gatehouse/http_server/server.hpp>

struct ssl_ctx_st;

namespace gatehouse::http::server {

/// Settings for sessions: TLS 1.2 and 1.3 with forward secrecy, HTTP/1.1 by ALPN, no renegotiation,
/// no early data.
class TlsContext {
 public:
  /// Throws like Server::reload_tls().
  explicit TlsContext(const TlsFiles& files);

  [[nodiscard]] ssl_ctx_st* get() const noexcept { return context_.get(); }

 private:
  struct Release {
    void operator()(ssl_ctx_st* context) const noexcept;
  };
  std::unique_ptr<ssl_ctx_st, Release> context_;
};

/// The context for new sessions. It may be replaced at any time and from any thread.
class TlsSource {
 public:
  explicit TlsSource(TlsFiles files)
      : files_(std::move(files)), current_(std::make_shared<const TlsContext>(files_)) {}

  [[nodiscard]] std::shared_ptr<const TlsContext> current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }

  void reload() {
    auto fresh = std::make_shared<const TlsContext>(files_);
    const std::lock_guard lock(mutex_);
    current_.swap(fresh);
  }

 private:
  const TlsFiles files_;
  mutable std::mutex mutex_;
  std::shared_ptr<const TlsContext> current_;
};

}  // namespace gatehouse::http::server
