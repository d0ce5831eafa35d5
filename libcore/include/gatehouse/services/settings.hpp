/// Settings of an installation. The defaults are those of the contract.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/model/signing_key.hpp>
#include <gatehouse/schema/policy.hpp>
#include <gatehouse/services/accounts/throttle.hpp>

namespace gatehouse {

struct Settings {
  /// The prefix of links in mails: scheme, host and path of the public site. Never taken from a
  /// request.
  std::string public_url = "http://127.0.0.1:8080";

  /// With hidden accounts, no response reveals whether an e-mail address is known; only a mail to
  /// its owner does.
  bool hide_accounts = false;

  /// In code points.
  std::size_t password_min_length = 1;

  Duration session_lifetime = std::chrono::hours(24 * 7);
  Duration approve_code_lifetime = std::chrono::hours(24);
  Duration reset_token_lifetime = std::chrono::hours(5);
  Duration consumer_token_lifetime = std::chrono::minutes(10);
  Duration service_account_token_lifetime = std::chrono::hours(1);

  /// The issuer of access tokens (`iss`): the URL under which services reach the published keys of
  /// this installation. If empty, `public_url`.
  std::string issuer{};
  Duration access_token_lifetime = std::chrono::hours(3);
  /// How long a refresh token may stay unused, and how long after the exchange of the consumer
  /// token the whole family expires.
  Duration refresh_token_lifetime = std::chrono::hours(24 * 30);
  Duration token_family_lifetime = std::chrono::hours(24 * 90);
  /// The audience of access tokens (`aud`), with `{service}` for the service's code and `{project}`
  /// for the project's id. See audience_of() in access_token.hpp.
  std::string audience_format = "{service}@{project}";
  /// How long service tokens stay valid after another one was issued for their project.
  Duration service_token_overlap = std::chrono::hours(24);
  /// How long a used refresh token may be used again and yields the same successor: for clients
  /// that did not receive the response.
  Duration refresh_grace = std::chrono::seconds(10);
  /// How long a new signing key is published before it signs, so that services have fetched it by
  /// then.
  Duration signing_key_lead = std::chrono::minutes(10);
  /// The algorithm of the first signing key, which is created on first use.
  SignatureAlgorithm signature_algorithm = SignatureAlgorithm::es256;

  /// Maximum number of valid approve codes of one registration: once it is reached, no further code
  /// is mailed.
  std::size_t approve_codes_at_once = 3;

  /// Limits per client address for unauthenticated requests (see throttle.hpp): wrong approve
  /// codes, or right codes with another user's e-mail address; wrong secrets of service accounts;
  /// and mails, or registrations stored without a mail.
  Allowance wrong_approve_codes{.times = 60, .period = std::chrono::hours(1)};
  Allowance wrong_client_secrets{.times = 60, .period = std::chrono::hours(1)};
  Allowance mails_to_strangers{.times = 1000, .period = std::chrono::hours(24)};

  std::int64_t projects_per_account = 5;
  std::int64_t consumers_per_project = 1000;
  std::int64_t credentials_per_account = 100'000;
  /// Limit of items of an attached service, unless the service has a limit of its own.
  std::int64_t items_per_service = 10'000;
  std::map<ServiceCode, std::int64_t> items_of_service{};

  /// Maximum size of a list that is requested without a limit.
  std::size_t list_limit = 10'000;

  /// How long an attempt to deliver a mail may take before another process retries, and for how
  /// long an undelivered mail is retried.
  Duration mail_lease = std::chrono::minutes(2);
  Duration mail_lifetime = std::chrono::hours(24);

  /// How long cached data may be used for access decisions. Changes made by this process take
  /// effect at once, changes by other processes after this time at most.
  Duration decision_lifetime = std::chrono::seconds(5);
  /// How long a verified credential password is cached, as a keyed digest, after its last use.
  Duration secret_lifetime = std::chrono::minutes(10);
  /// Maximum numbers of cached credentials, pairs of credential and API proxy, and gateways.
  std::size_t cached_credentials = 20'000;
  std::size_t cached_grants = 100'000;
  std::size_t cached_gateways = 10'000;

  [[nodiscard]] const std::string& token_issuer() const noexcept {
    return issuer.empty() ? public_url : issuer;
  }

  [[nodiscard]] schema::Policy policy() const {
    return {.password_min_length = password_min_length};
  }
};

}  // namespace gatehouse
