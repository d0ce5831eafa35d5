// Certificates and keys: which files are accepted or rejected, and how they are reloaded.
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <thread>

#include <doctest/doctest.h>

#include "tls_fixture.hpp"

using namespace gatehouse::http;
using namespace gatehouse::http::testing;

namespace {

void overwrite(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// The error of the server for files that it must reject.
std::string refusal_of(const TlsFolder& files) {
  try {
    const TestServer it(files.with(test_options()));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "taken";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("tls files: an unreadable file is reported with its name and the reason") {
  for (const bool is_key : {false, true}) {
    TlsFolder files;
    const auto path = is_key ? files.key() : files.certificate();
    std::filesystem::remove(path);
    CHECK(refusal_of(files) == std::string("cannot read the TLS ") +
                                   (is_key ? "key" : "certificate") + " \"" + path.string() +
                                   "\": No such file or directory");
    CHECK_THROWS_AS(TestServer{files.with(test_options())}, std::system_error);
    std::filesystem::create_directory(path);
    CHECK(has(refusal_of(files), path.string() + "\": Is a directory"));
  }
}

TEST_CASE("tls files: a file with other content is reported") {
  for (const std::string text : {"", "hello\n", "-----BEGIN CERTIFICATE-----\nhello\n"}) {
    CAPTURE(text);
    TlsFolder files;
    overwrite(files.certificate(), text);
    CHECK(
        has(refusal_of(files), "cannot use the TLS certificate \"" + files.certificate().string()));
    files.made.write(files.certificate(), files.key());
    overwrite(files.key(), text);
    CHECK(has(refusal_of(files), "cannot use the TLS key \"" + files.key().string()));
    overwrite(files.key(), files.made.certificate);
    CHECK(has(refusal_of(files), "cannot use the TLS key \"" + files.key().string()));
  }
}

TEST_CASE("tls files: an encrypted key is reported, without a prompt for the passphrase") {
  TlsFolder files;
  overwrite(files.key(), files.made.encrypted_key);
  CHECK(refusal_of(files) == "the TLS key \"" + files.key().string() +
                                 "\" is encrypted; it must be without a passphrase");
}

TEST_CASE("tls files: a key of another certificate and a missing key are reported") {
  TlsFolder files;
  const TlsCertificate other("other");
  overwrite(files.key(), other.key);
  const auto refusal = refusal_of(files);
  CHECK(refusal == "the TLS key \"" + files.key().string() +
                       "\" is not that of the certificate \"" + files.certificate().string() +
                       "\"");
}

TEST_CASE("tls files: the intermediate certificates are sent with the first one") {
  TlsFolder files;
  const TlsCertificate second("second");
  overwrite(files.certificate(), files.made.certificate + second.certificate);
  TestServer it(files.with(test_options()));
  CHECK(TlsClient(it.server.port()).server_names() == std::vector<std::string>{"first", "second"});
}

TEST_CASE("tls files: after a reload new connections use the new certificate") {
  TlsServer it;
  auto old = it.connect({.trusted = it.made.certificate});
  CHECK(old.exchange(get("/")).status == 200);
  const TlsCertificate fresh("second");
  fresh.write(it.certificate(), it.key());
  CHECK(it.connect().server_names().front() == "first");

  it.server.reload_tls();
  CHECK(it.connect({.trusted = fresh.certificate}).server_names().front() == "second");
  CHECK_THROWS_AS((void)it.connect({.trusted = it.made.certificate}), HttpClientError);
  CHECK(old.exchange(get("/old")).body == "GET /old");
}

TEST_CASE("tls files: after a failed reload the old certificate stays in use") {
  TlsServer it;
  const TlsCertificate fresh("second");
  overwrite(it.key(), fresh.key);
  CHECK_THROWS_AS(it.server.reload_tls(), std::runtime_error);
  CHECK(it.connect({.trusted = it.made.certificate}).exchange(get("/")).status == 200);
  std::filesystem::remove(it.certificate());
  CHECK_THROWS_AS(it.server.reload_tls(), std::system_error);
  CHECK(it.connect({.trusted = it.made.certificate}).exchange(get("/")).status == 200);
  fresh.write(it.certificate(), it.key());
  it.server.reload_tls();
  CHECK(it.connect({.trusted = fresh.certificate}).exchange(get("/")).status == 200);
}

TEST_CASE("tls files: they may be reloaded while connections are made") {
  TlsServer it;
  std::thread reading([&] {
    for (int i = 0; i < 50; ++i) it.server.reload_tls();
  });
  for (int i = 0; i < 50; ++i) CHECK(it.connect().exchange(get("/")).status == 200);
  reading.join();
}

TEST_CASE("tls files: a server without TLS has nothing to reload") {
  TestServer it;
  it.server.reload_tls();
  CHECK(it.connect().exchange(get("/")).status == 200);
}
