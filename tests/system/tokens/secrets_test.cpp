// No token and no private key is stored or logged in plain text.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>

#include <gatehouse/base/bytes.hpp>

#include "harness/checks.hpp"
#include "harness/credentials.hpp"
#include "harness/database.hpp"
#include "harness/kept.hpp"
#include "harness/tokens.hpp"

using namespace gatehouse::testing;

namespace {

/// The text, and the decoded value of a part of it, which is as sensitive as the text.
void add(std::map<std::string, std::string>& secrets, const std::string& name,
         const std::string& text) {
  secrets[name] = text;
  if (const auto octets = gatehouse::from_base64url(text)) {
    // After the id of the family, which is not secret.
    const std::string own = octets->size() > 48 ? octets->substr(16) : *octets;
    secrets["octets of the " + name] = own;
    secrets["hexadecimal of the " + name] =
        gatehouse::to_hex({reinterpret_cast<const std::uint8_t*>(own.data()), own.size()});
  }
}

}  // namespace

TEST_CASE("token secrets: none is found in the database, the log or the access log") {
  const TemporaryFolder folder;
  const auto access_log = folder.path() / "access";
  Installation site({"--log-level", "debug", "--access-log", access_log.string()}, 1);
  Provider provider(site);
  Tenant& tenant = provider.tenant;
  std::map<std::string, std::string> secrets;
  add(secrets, "unspent consumer token", tenant.consumer_token);
  add(secrets, "former service token", provider.service_token);
  add(secrets, "service token", provider.issue_service_token());
  const std::string spent = tenant.mint_token();
  add(secrets, "spent consumer token", spent);
  const TokenPair first = provider.exchanged(spent);
  const TokenPair second = provider.exchanged(first.refresh);
  add(secrets, "spent refresh token", first.refresh);
  add(secrets, "refresh token", second.refresh);
  secrets["access token"] = first.access;
  secrets["signature"] = second.access.substr(second.access.rfind('.') + 1);

  // Introspected, revoked, in paths, and in failing requests.
  CHECK(provider.is_active(second.access));
  check_inactive(provider.introspect(first.refresh));
  const TokenPair revoked = provider.begin();
  add(secrets, "revoked refresh token", revoked.refresh);
  CHECK(provider.revoke(revoked.refresh).status == 200);
  const std::string deleted = tenant.mint_token();
  add(secrets, "deleted consumer token", deleted);
  const std::string in_path =
      "/consumer-tokens/" + deleted + "/projects/" + tenant.project + "/services/";
  check_error(tenant.remove(in_path + "unknown"), 404);
  check_success(tenant.remove(in_path + tenant.service), 202);
  check_oauth_refused(provider.post_form("/oauth2/introspect", {{"token", second.access}}), 401,
                      "invalid_client");
  const std::string made_up = "a-token-that-nobody-was-given";
  secrets["made-up token"] = made_up;
  check_oauth_refused(provider.exchange(made_up), 400, "invalid_grant");
  check_oauth_refused(provider.tenant.client.send(form_request(
                          "/oauth2/token?refresh_token=" + made_up, made_up + "&" + made_up)),
                      400, "invalid_request");
  check_oauth_refused(
      provider.post_form("/oauth2/introspect", {{"token", "x"}}, basic(tenant.project, made_up)),
      401, "invalid_client");
  check_oauth_refused(tenant.client.get("/oauth2/" + made_up), 404, "invalid_request");
  // A failing storage: the values of statements must not be shown.
  run_sql(site.database(), "ALTER TABLE token_families RENAME TO gone");
  const auto failed = provider.exchange(second.refresh);
  CHECK(failed.status >= 500);
  CHECK(failed.http.body.find("token_families") == std::string::npos);
  CHECK(provider.introspect(second.refresh).status >= 500);
  CHECK(provider.revoke(second.refresh).status >= 500);
  run_sql(site.database(), "ALTER TABLE gone RENAME TO token_families");
  for (const char* operation :
       {"POST /oauth2/token", "POST /oauth2/introspect", "POST /oauth2/revoke"}) {
    CHECK_MESSAGE(comes_to_hold(site.log(), operation), operation);
  }
  CHECK(provider.is_active(second.refresh));

  CHECK(comes_to_hold(access_log, "/oauth2/revoke"));
  auto kept = what_is_kept(site);
  kept["access log"] = read_file(access_log);
  for (const auto& place : kept) {
    const auto& file = place.first;
    const auto& octets = place.second;
    check_holds_none(secrets, octets, file);
    // A private key in any format: PEM, JWK.
    for (const char* mark : {"PRIVATE KEY", "\"d\":"}) {
      CHECK_MESSAGE(octets.find(mark) == std::string::npos, file << " holds " << mark);
    }
  }
  // The search finds text that is present.
  CHECK(
      kept.at(on_postgresql() ? "PostgreSQL" : "gatehouse.db-wal").find(provider.tenant.account) !=
      std::string::npos);
  for (const char* path : {"/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"}) {
    CHECK(kept["access log"].find(path) != std::string::npos);
  }
}

TEST_CASE("token secrets: the private key in the database is sealed, and contains no DER") {
  Installation site({}, 1);
  const std::string sealed =
      run_sql(site.database(), "SELECT sealed_private_key FROM signing_keys");
  CHECK(sealed.size() > 40);
  // The DER encoding of a PKCS #8 key of P-256 contains this, both in base64 and in hexadecimal.
  for (const char* clear : {"2a8648ce3d", "KoZIzj0", "qGSM49", "hkjOPQ"}) {
    CHECK(sealed.find(clear) == std::string::npos);
  }
}
