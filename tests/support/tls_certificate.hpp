/// Certificates for tests, made on the spot: self-signed, for 127.0.0.1, with an elliptic key.
#pragma once

#include <filesystem>
#include <string>

namespace gatehouse::testing {

/// In PEM form.
struct TlsCertificate {
  explicit TlsCertificate(const std::string& name);

  /// Writes the files that a server is given.
  void write(const std::filesystem::path& certificate_file,
             const std::filesystem::path& key_file) const;

  std::string certificate;
  std::string key;
  /// The same key under a passphrase.
  std::string encrypted_key;
};

}  // namespace gatehouse::testing
