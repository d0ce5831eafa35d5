/// The test server, over TLS.
#pragma once

#include <filesystem>
#include <string>

#include <gatehouse/testing/temporary_folder.hpp>

#include "server_fixture.hpp"
#include "support/tls_certificate.hpp"
#include "support/tls_client.hpp"

namespace gatehouse::http::testing {

using gatehouse::testing::TlsCertificate;
using gatehouse::testing::TlsChoices;
using gatehouse::testing::TlsClient;

/// A certificate and its key in files.
struct TlsFolder {
  TlsFolder() { made.write(certificate(), key()); }

  [[nodiscard]] std::filesystem::path certificate() const { return folder.path() / "chain.pem"; }
  [[nodiscard]] std::filesystem::path key() const { return folder.path() / "key.pem"; }
  /// `options` with the files.
  [[nodiscard]] ServerOptions with(ServerOptions options) const {
    options.tls = TlsFiles{certificate().string(), key().string()};
    return options;
  }

  gatehouse::testing::TemporaryFolder folder;
  TlsCertificate made{"first"};
};

struct TlsServer : TlsFolder, TestServer {
  explicit TlsServer(const ServerOptions& options = test_options()) : TestServer(with(options)) {}

  [[nodiscard]] TlsClient connect(const TlsChoices& choices = {}) const {
    return TlsClient(server.port(), choices);
  }
  [[nodiscard]] HttpClient connect_plain() const { return TestServer::connect(); }
};

}  // namespace gatehouse::http::testing
