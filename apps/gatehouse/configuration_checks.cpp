#include "configuration_checks.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include "bad_option.hpp"
#include "listen_address.hpp"
#include "wiring.hpp"

namespace gatehouse::app {
namespace {

bool is_wildcard(std::string_view host) { return host == "0.0.0.0" || host == "::"; }

}  // namespace

void check_listeners(const Configuration& chosen) {
  const ListenAddress listen = parse_listen_address(chosen.listen);
  if (chosen.admin_listen.empty()) return;
  const ListenAddress admin = parse_listen_address(chosen.admin_listen, "admin-listen");
  const bool same_host =
      listen.host == admin.host || is_wildcard(listen.host) || is_wildcard(admin.host);
  if (listen.port != 0 && listen.port == admin.port && same_host) {
    throw BadOption("admin-listen",
                    "must have another address or port than --listen, which is " + chosen.listen);
  }
}

void check_tls_options(const Configuration& chosen) {
  if (chosen.tls_certificate.empty() == chosen.tls_key.empty()) return;
  throw BadOption(chosen.tls_key.empty() ? "tls-certificate" : "tls-key",
                  "stands alone: --tls-certificate and --tls-key belong together");
}

void check_public_url(const Configuration& chosen) {
  if (!chosen.public_url.empty()) (void)checked_url("public-url", chosen.public_url);
}

void check_issuer(const Configuration& chosen) {
  if (!chosen.issuer.empty()) (void)checked_url("issuer", chosen.issuer);
}

void check_hashing(const Argon2Options& argon2) {
  constexpr std::size_t kib_per_lane = 8;
  const std::size_t least = kib_per_lane * argon2.parallelism;
  if (argon2.memory_kib < least) {
    throw BadOption("argon2-memory-kib", "must be " + std::to_string(least) + " at least, 8 for " +
                                             "each lane (--argon2-parallelism), not " +
                                             std::to_string(argon2.memory_kib));
  }
  if (argon2.memory_budget_kib < argon2.memory_kib) {
    throw BadOption("hashing-memory-kib",
                    "must be " + std::to_string(argon2.memory_kib) +
                        " at least, for one hash (--argon2-memory-kib), not " +
                        std::to_string(argon2.memory_budget_kib));
  }
}

void check_configuration(const Configuration& chosen) {
  check_listeners(chosen);
  check_tls_options(chosen);
  check_public_url(chosen);
  check_issuer(chosen);
  check_hashing(chosen.argon2);
  check_database(chosen);
  check_mailer(chosen);
}

}  // namespace gatehouse::app
