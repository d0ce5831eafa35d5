// The program with a certificate: https and SIGHUP.
#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gatehouse/testing/temporary_folder.hpp>

#include "harness/api_client.hpp"
#include "harness/checks.hpp"
#include "harness/mailbox.hpp"
#include "harness/server_process.hpp"
#include "harness/tenant.hpp"
#include "support/tls_certificate.hpp"
#include "support/tls_client.hpp"

using namespace gatehouse::testing;

namespace {

const std::string request = "GET /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n";

struct Files {
  Files() { made.write(certificate(), key()); }

  [[nodiscard]] std::filesystem::path certificate() const { return folder.path() / "chain.pem"; }
  [[nodiscard]] std::filesystem::path key() const { return folder.path() / "key.pem"; }
  [[nodiscard]] std::filesystem::path maildir() const { return folder.path() / "mail"; }
  [[nodiscard]] std::filesystem::path log() const { return folder.path() / "log"; }

  [[nodiscard]] std::vector<std::string> plain_arguments() const {
    return {"--database", "sqlite:" + (folder.path() / "gatehouse.db").string(), "--mail",
            "maildir:" + maildir().string()};
  }
  [[nodiscard]] std::vector<std::string> arguments() const {
    auto all = plain_arguments();
    all.insert(all.end(),
               {"--tls-certificate", certificate().string(), "--tls-key", key().string()});
    return all;
  }

  /// Whether the server has logged the text, or does so soon.
  [[nodiscard]] bool is_logged(const std::string& text) const { return comes_to_hold(log(), text); }

  TemporaryFolder folder;
  TlsCertificate made{"first"};
};

/// The output of curl for a URL: the status, then the body.
std::string curl(const std::string& options, const std::string& url) {
  const std::string command =
      "curl --silent --show-error --noproxy '*' --write-out '%{http_version} %{http_code}' " +
      options + " '" + url + "' 2>&1";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(::popen(command.c_str(), "r"),
                                                            &::pclose);
  std::string said;
  std::array<char, 4096> octets{};
  while (const auto count = std::fread(octets.data(), 1, octets.size(), out.get())) {
    said.append(octets.data(), count);
  }
  return said;
}

/// The message of a failed start.
std::string complaint(std::vector<std::string> arguments, int status) {
  arguments.insert(arguments.begin(), {"serve", "--listen", "127.0.0.1:0"});
  const auto outcome = run_gatehouse({arguments});
  CHECK(outcome.status == status);
  CHECK(outcome.out.empty());
  return outcome.err;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("serve: with a certificate it serves an https URL to clients that trust it") {
  const Files files;
  ServerProcess server(files.arguments(), files.log());
  CHECK(server.url() == "https://127.0.0.1:" + std::to_string(server.port()));
  const auto trusting =
      curl("--cacert '" + files.certificate().string() + "'", server.url() + "/api/v1/me");
  INFO(trusting);
  CHECK(trusting.ends_with("1.1 401"));
  CHECK(has(curl("", server.url() + "/api/v1/me"), "certificate"));
  // In the format of API errors.
  check_error(ApiClient(server.port()).get("/api/v1/me"), 400);
  CHECK(server.stop() == 0);
  CHECK(!has(read_file(files.log()), "open to all"));
}

TEST_CASE("serve: the certificate and key files may begin with a byte order mark") {
  const Files files;
  for (const auto& path : {files.certificate(), files.key()}) {
    const std::string text = read_file(path);
    std::ofstream(path, std::ios::binary) << "\xEF\xBB\xBF" << text;
  }
  ServerProcess server(files.arguments(), files.log());
  CHECK(TlsClient(server.port(), {.trusted = files.made.certificate}).exchange(request).status ==
        401);
}

TEST_CASE("serve: with a certificate, links in mail begin with https") {
  const Files files;
  ServerProcess server(files.arguments(), files.log());
  const auto body = registration_body("a@b.example");
  TlsClient client(server.port());
  CHECK(client
            .exchange("POST /api/v1/register HTTP/1.1\r\nHost: x\r\nContent-Type: "
                      "application/json\r\nContent-Length: " +
                      std::to_string(body.size()) + "\r\n\r\n" + body)
            .status == 201);
  const auto mail = Mailbox(files.maildir()).last_to("a@b.example");
  CHECK(has(mail.raw, "\n" + server.url() + "/approve?registrationId="));
}

TEST_CASE("serve: after SIGHUP new clients get the new certificate, and old ones stay connected") {
  const Files files;
  ServerProcess server(files.arguments(), files.log());
  TlsClient old(server.port(), {.trusted = files.made.certificate});
  CHECK(old.exchange(request).status == 401);

  const TlsCertificate second("second");
  second.write(files.certificate(), files.key());
  server.process().signal(SIGHUP);
  CHECK(files.is_logged("SIGHUP: new connections are shown the TLS certificate as it is now"));
  TlsClient fresh(server.port(), {.trusted = second.certificate});
  CHECK(fresh.exchange(request).status == 401);
  CHECK(old.exchange(request).status == 401);
  CHECK(server.stop() == 0);
  CHECK(old.is_closed_by_server());
}

TEST_CASE("serve: SIGHUP with unusable files changes nothing and is logged") {
  const Files files;
  ServerProcess server(files.arguments(), files.log());
  std::ofstream(files.certificate()) << "no certificate";
  server.process().signal(SIGHUP);
  CHECK(
      files.is_logged("SIGHUP: the TLS certificate stays as it was: cannot use the TLS "
                      "certificate \"" +
                      files.certificate().string() + "\""));
  CHECK(TlsClient(server.port(), {.trusted = files.made.certificate}).exchange(request).status ==
        401);
  CHECK(!has(read_file(files.log()), "PRIVATE KEY"));
  CHECK(server.stop() == 0);
}

TEST_CASE("serve: SIGHUP without a certificate has no effect") {
  const Files files;
  ServerProcess server(files.plain_arguments(), files.log());
  for (int i = 0; i < 3; ++i) server.process().signal(SIGHUP);
  CHECK(files.is_logged("SIGHUP: the encryption keys are"));
  check_error(ApiClient(server.port()).get("/api/v1/me"), 401);
  CHECK(server.stop() == 0);
}

TEST_CASE("serve: a certificate without a key, and a key without a certificate, are reported") {
  const Files files;
  for (const auto& [option, path] :
       {std::pair{"--tls-certificate", files.certificate()}, {"--tls-key", files.key()}}) {
    auto arguments = files.plain_arguments();
    arguments.insert(arguments.end(), {option, path.string()});
    CHECK(has(complaint(arguments, 2), "--tls-certificate and --tls-key belong together"));
  }
}

TEST_CASE("serve: unusable TLS files are reported at the start with their names") {
  const Files files;
  std::ofstream(files.key()) << files.made.encrypted_key;
  CHECK(has(complaint(files.arguments(), 2), files.key().string() + "\" is encrypted"));
  std::filesystem::remove(files.certificate());
  CHECK(has(complaint(files.arguments(), 2),
            files.certificate().string() + "\": No such file or directory"));
}

TEST_CASE("serve: a key that all users of the machine can read is reported as a warning") {
  const Files files;
  std::filesystem::permissions(files.key(), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  ServerProcess server(files.arguments(), files.log());
  CHECK(files.is_logged("the TLS key \"" + files.key().string() +
                        "\" is open to all users of this machine"));
  CHECK(server.stop() == 0);
}
