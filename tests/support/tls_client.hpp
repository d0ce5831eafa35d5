/// The blocking HTTP client, over TLS.
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
  /// PEM; the only certificate that is trusted. Empty: any one will do.
  std::string trusted{};
  /// The only version to speak, as OpenSSL numbers them; 0: whatever both have.
  int version = 0;
  /// By ALPN; empty: nothing is said of it.
  std::string protocol = "http/1.1";
};

class TlsClient final : public HttpClient {
 public:
  /// Throws HttpClientError when the handshake fails.
  explicit TlsClient(std::uint16_t port, const TlsChoices& choices = {},
                     std::chrono::milliseconds deadline = std::chrono::seconds(20));

  /// E.g. "TLSv1.3".
  [[nodiscard]] std::string version() const;
  /// The one that was agreed on, by ALPN.
  [[nodiscard]] std::string protocol() const;
  /// The subjects of the certificates that the server has shown, its own first.
  [[nodiscard]] std::vector<std::string> server_names() const;

  /// Says that nothing more will be sent, as TLS has it.
  void close_notify();
  /// Asks for new keys, and for the server to do likewise.
  void renew_keys();
  /// Asks for another handshake; whether the server refuses.
  [[nodiscard]] bool renegotiation_is_refused();
  /// Sends octets as they are.
  void send_raw(std::string_view octets);

  /// Whether the connection ends with the server's word that it does.
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
