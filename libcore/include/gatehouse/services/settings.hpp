/// What an installation may choose. The defaults are those of the contract.
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
  /// What links in mails begin with: scheme, host and path of the site that people see. Never taken
  /// from a request.
  std::string public_url = "http://127.0.0.1:8080";

  /// With hidden accounts, no answer tells whether an e-mail is known: the mail tells its owner.
  bool hide_accounts = false;

  /// In code points.
  std::size_t password_min_length = 1;

  Duration session_lifetime = std::chrono::hours(24 * 7);
  Duration approve_code_lifetime = std::chrono::hours(24);
  Duration reset_token_lifetime = std::chrono::hours(5);
  Duration consumer_token_lifetime = std::chrono::minutes(10);

  /// Who access tokens say they are from (`iss`): the address at which this installation publishes
  /// its keys, as services reach it. Empty: as `public_url`.
  std::string issuer{};
  Duration access_token_lifetime = std::chrono::hours(3);
  /// A refresh token that is not used for that long is over, and so is every one that came out of
  /// the same consumer token after the longer time.
  Duration refresh_token_lifetime = std::chrono::hours(24 * 30);
  Duration token_family_lifetime = std::chrono::hours(24 * 90);
  /// Who access tokens are for (`aud`), with `{service}` for the service's code and `{project}` for
  /// the project's id. See audience_of() in access_token.hpp.
  std::string audience_format = "{service}@{project}";
  /// How long service tokens stay good after another one was issued for their project.
  Duration service_token_overlap = std::chrono::hours(24);
  /// How long a refresh token that was used may be used again, for the same successor: for clients
  /// that did not get the answer.
  Duration refresh_grace = std::chrono::seconds(10);
  /// How long a new signing key is published before it signs, so that services know it by then.
  Duration signing_key_lead = std::chrono::minutes(10);
  /// How the first signing key, which is made when it is needed, signs.
  SignatureAlgorithm signature_algorithm = SignatureAlgorithm::es256;

  /// Approve codes of one registration that are good at a time: while there are as many, no
  /// further one is mailed.
  std::size_t approve_codes_at_once = 3;

  /// What strangers may do from one address (see throttle.hpp): try an approve code that is wrong,
  /// or the e-mail of another user with one that is right; and cause a mail, or a registration that
  /// is kept without one.
  Allowance wrong_approve_codes{.times = 60, .period = std::chrono::hours(1)};
  Allowance mails_to_strangers{.times = 1000, .period = std::chrono::hours(24)};

  std::int64_t projects_per_account = 5;
  std::int64_t consumers_per_project = 1000;
  std::int64_t credentials_per_account = 100'000;
  /// Items of an attached service, unless the service has a limit of its own.
  std::int64_t items_per_service = 10'000;
  std::map<ServiceCode, std::int64_t> items_of_service{};

  /// What a list without a limit holds at most.
  std::size_t list_limit = 10'000;

  /// How long an attempt to deliver a mail may take before somebody else tries, and how long a mail
  /// that was never delivered is worth trying.
  Duration mail_lease = std::chrono::minutes(2);
  Duration mail_lifetime = std::chrono::hours(24);

  /// How long a decision about a credential may rest on what was read before. A change made by this
  /// process counts at once; one made by another, after this time at most.
  Duration verdict_lifetime = std::chrono::seconds(5);
  /// How long a credential's password that was verified is remembered, as a keyed digest, after it
  /// was last used.
  Duration secret_lifetime = std::chrono::minutes(10);
  /// Of how many credentials, pairs of credential and API proxy, and gateways a process remembers
  /// something at most.
  std::size_t remembered_credentials = 20'000;
  std::size_t remembered_grants = 100'000;
  std::size_t remembered_gateways = 10'000;

  [[nodiscard]] const std::string& token_issuer() const noexcept {
    return issuer.empty() ? public_url : issuer;
  }

  [[nodiscard]] schema::Policy policy() const {
    return {.password_min_length = password_min_length};
  }
};

}  // namespace gatehouse
