/// The blocking HTTP client over TLS.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/http_client.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace gatehouse::testing {

struct TlsChoices {
  /// PEM; the only trusted certificate. Empty: any certificate is accepted.
  std::string trusted{};
  /// The only version to use, as numbered by OpenSSL; 0: the highest common version.
  int version = 0;
  /// The protocols for ALPN; empty: no ALPN.
  std::string protocol = "http/1.1";
};

class TlsClient final : public HttpClient {
 public:
  /// Throws HttpClientError when the handshake fails.
  explicit TlsClient(std::uint16_t port, const TlsChoices& choices = {},
                     std::chrono::milliseconds deadline = std::chrono::seconds(20));

  /// E.g. "TLSv1.3".
  [[nodiscard]] std::string version() const;
  /// The protocol negotiated by ALPN.
  [[nodiscard]] std::string protocol() const;
  /// The subjects of the server's certificate chain, its own first.
  [[nodiscard]] std::vector<std::string> server_names() const;

  /// Sends close_notify.
  void close_notify();
  /// Updates the keys, and requests the same of the server.
  void renew_keys();
  /// Requests a renegotiation; returns whether the server refuses.
  [[nodiscard]] bool renegotiation_is_refused();
  /// Sends octets without encryption.
  void send_raw(std::string_view octets);

  /// Whether the connection ends with close_notify.
  [[nodiscard]] bool is_closed_by_server() override;
  /// Whether the connection ends without it.
  [[nodiscard]] bool is_cut_off();
  [[nodiscard]] bool has_input(std::chrono::milliseconds patience) override;

 private:
  struct Release {
    void operator()(ssl_ctx_st* context) const noexcept;
    void operator()(ssl_st* session) const noexcept;
  };

  std::size_t write_some(std::string_view octets) override;
  std::size_t read_some(char* octets, std::size_t size) override;

  std::unique_ptr<ssl_ctx_st, Release> context_;
  std::unique_ptr<ssl_st, Release> session_;
};

}  // namespace gatehouse::testing
