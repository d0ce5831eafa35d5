#include "doctor/addresses.hpp"

#include <string>
#include <system_error>

#include <gatehouse/http_server/server.hpp>

#include "configuration_checks.hpp"
#include "doctor/findings.hpp"
#include "listen_address.hpp"

namespace gatehouse::app {
namespace {

/// Whether a numeric address is reachable from this machine only.
bool is_loopback(const std::string& host) {
  return host.starts_with("127.") || host == "::1" || host.starts_with("::ffff:127.");
}

void check_address(Findings& findings, const std::string& option, const std::string& text) {
  const std::string what = option + ": " + text;
  const ListenAddress listen = parse_listen_address(text, option);
  try {
    http::try_address({.address = listen.host, .port = listen.port});
    findings.ok(what);
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::address_in_use) {
      // Most likely by the server itself, since the doctor may run alongside it.
      findings.warn(what + " is in use already: the server runs, or another program is there");
    } else if (error.code() == std::errc::address_not_available) {
      findings.error(what + " cannot be listened on: this machine does not have the address");
    } else if (error.code() == std::errc::permission_denied) {
      findings.error(what +
                     " cannot be listened on: ports below 1024 are for root, and for processes" +
                     " with the capability CAP_NET_BIND_SERVICE");
    } else {
      findings.error(option + ": " + error.what());
    }
  }
}

}  // namespace

void check_addresses(Findings& findings, const Configuration& chosen) {
  findings.run("listen", [&] { check_address(findings, "listen", chosen.listen); });
  if (chosen.admin_listen.empty()) return;
  findings.run("admin-listen", [&] {
    const ListenAddress admin = parse_listen_address(chosen.admin_listen, "admin-listen");
    if (admin.port != 0 && chosen.admin_listen == chosen.listen) {
      return findings.error("admin-listen: " + chosen.admin_listen + " is that of listen");
    }
    check_listeners(chosen);
    check_address(findings, "admin-listen", chosen.admin_listen);
    if (is_loopback(admin.host)) return;
    findings.warn("admin-listen: " + chosen.admin_listen +
                  " can be reached from other machines, and shows figures to any of them: choose "
                  "an address that only your monitoring reaches, such as 127.0.0.1");
  });
}

}  // namespace gatehouse::app
