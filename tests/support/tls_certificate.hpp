/// Self-signed certificates for tests, for 127.0.0.1 and with an elliptic curve key.
#pragma once

#include <filesystem>
#include <string>

namespace gatehouse::testing {

/// In PEM form.
struct TlsCertificate {
  explicit TlsCertificate(const std::string& name);

  /// Writes the certificate and key files of a server.
  void write(const std::filesystem::path& certificate_file,
             const std::filesystem::path& key_file) const;

  std::string certificate;
  std::string key;
  /// The same key, encrypted with a passphrase.
  std::string encrypted_key;
};

}  // namespace gatehouse::testing
