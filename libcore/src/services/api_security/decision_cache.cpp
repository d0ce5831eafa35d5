#include <gatehouse/services/api_security/decision_cache.hpp>

#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/invariant.hpp>

namespace gatehouse {
namespace {

/// In octets; larger credentials are not cached.
constexpr std::size_t heaviest_credential = 8192;
/// Maximum number of recorded uses of a secret within its lifetime.
constexpr int fractions_of_secret_lifetime = 10;

std::size_t weight(const Credential& credential) {
  std::size_t octets = credential.username.size() + credential.password_hash.size();
  for (const std::string& role : credential.roles) octets += sizeof(std::string) + role.size();
  for (const IpRange& range : credential.ip_ranges) octets += sizeof(IpRange) + range.text().size();
  return octets;
}

Secret random_key(Entropy& entropy) {
  std::array<std::uint8_t, 32> bytes;
  entropy.fill(bytes);
  const std::span<char> text(reinterpret_cast<char*>(bytes.data()), bytes.size());
  Secret key(std::string_view(text.data(), text.size()));
  wipe(text);
  return key;
}

/// Appends a text so that different sequences of texts give different keys.
void append(std::string& key, std::string_view text) {
  key += std::to_string(text.size());
  key += ':';
  key += text;
}

std::string key_of_credential(const AccessQuestion& question) {
  const auto& account = question.account.bytes();
  std::string key(account.begin(), account.end());
  append(key, question.username);
  return key;
}

std::string key_of_question(const AccessQuestion& question) {
  std::string key = key_of_credential(question);
  append(key, question.project);
  append(key, question.proxy);
  return key;
}

/// The last octets of an id are random (RFC 9562).
std::size_t place_of(const std::array<std::uint8_t, 16>& id) noexcept {
  std::uint32_t value = 0;
  std::memcpy(&value, id.data() + id.size() - sizeof value, sizeof value);
  return value;
}

std::string key_of_token(const TokenDigest& digest) {
  return {digest.bytes.begin(), digest.bytes.end()};
}

}  // namespace

DecisionCache::DecisionCache(const ServicePorts& ports, const Settings& settings)
    : ports_(ports),
      settings_(settings),
      secrets_(settings.cached_credentials),
      credentials_(settings.cached_credentials),
      grants_(settings.cached_grants),
      gateways_(settings.cached_gateways) {}

// A change is numbered after its commit. A read that begins after its number is visible therefore
// sees it, and the result of an earlier read is outdated once the number is stored for the id.
DecisionCache::Beginning DecisionCache::begin_read() const {
  return {ports_.clock.elapsed(), changes_.load()};
}

void DecisionCache::committed(const Commit& commit) noexcept {
  for (const Event& event : commit.events) {
    switch (event.target.subject) {
      case Subject::account:
      case Subject::credential:
      case Subject::grants:
      case Subject::gateway: invalidate(event.target.id); break;
      case Subject::project:
      case Subject::api_proxy:
      case Subject::api_proxy_group:
        if (commit.account) invalidate(commit.account->bytes());
        break;
      default: break;
    }
  }
}

void DecisionCache::invalidate(const IdBytes& id) noexcept {
  const ChangeNumber number = ++changes_;
  std::atomic<ChangeNumber>& last = last_changes_[place_of(id) % last_changes_.size()];
  // Of two concurrent changes, the later number is kept.
  ChangeNumber former = last.load();
  while (former < number && !last.compare_exchange_weak(former, number)) {
  }
}

DecisionCache::ChangeNumber DecisionCache::last_change(const IdBytes& id) const noexcept {
  return last_changes_[place_of(id) % last_changes_.size()].load();
}

std::shared_ptr<const std::string> DecisionCache::lookup_secret(const AccessQuestion& question) {
  const std::string key = key_of_credential(question);
  auto known = secrets_.find(key);
  if (!known) return nullptr;
  const Duration now = ports_.clock.elapsed();
  const Duration age = now - known->used_at;
  if (age >= settings_.secret_lifetime ||
      !equal_in_constant_time(known->digest, digest_of(question))) {
    return nullptr;
  }
  auto phc = known->phc;
  // Recorded only occasionally, so that most uses leave the entry unchanged.
  if (age * fractions_of_secret_lifetime >= settings_.secret_lifetime) {
    known->used_at = now;
    secrets_.put(key, std::move(*known));
  }
  return phc;
}

void DecisionCache::put_secret(const AccessQuestion& question, const std::string& phc) {
  secrets_.put(
      key_of_credential(question),
      {digest_of(question), std::make_shared<const std::string>(phc), ports_.clock.elapsed()});
}

void DecisionCache::invalidate_secret(const AccessQuestion& question, const std::string& phc) {
  secrets_.erase_if(key_of_credential(question),
                    [&](const VerifiedSecret& known) { return *known.phc == phc; });
}

std::optional<AccessFacts> DecisionCache::lookup(const AccessQuestion& question) {
  const auto grants = grants_.find(key_of_question(question));
  if (!grants) return std::nullopt;
  const auto& id = grants->credential.bytes();
  if (!is_fresh(question.account, id, grants->beginning)) return std::nullopt;
  const auto read = credentials_.find(key_of_credential(question));
  if (!read || read->content->id != grants->credential ||
      !is_fresh(question.account, id, read->beginning)) {
    return std::nullopt;
  }
  invariant(read->content->account == question.account);
  return AccessFacts{read->content, grants->facts};
}

void DecisionCache::put(const AccessQuestion& question, const AccessFacts& facts,
                        const Beginning& beginning) {
  invariant(facts.credential != nullptr);
  // The number of unregistered names is unbounded, since clients can invent them.
  if (!facts.grants.registered || weight(*facts.credential) > heaviest_credential) return;
  credentials_.put(key_of_credential(question), {facts.credential, beginning});
  grants_.put(key_of_question(question), {facts.credential->id, facts.grants, beginning});
}

std::shared_ptr<const Gateway> DecisionCache::lookup_gateway(const TokenDigest& token) {
  const auto read = gateways_.find(key_of_token(token));
  if (!read) return nullptr;
  const Gateway& gateway = *read->content;
  if (!is_fresh(gateway.account, gateway.id.bytes(), read->beginning)) return nullptr;
  invariant(gateway.digest == token);
  return read->content;
}

std::shared_ptr<const Gateway> DecisionCache::last_known_gateway(const TokenDigest& token) {
  const auto read = gateways_.find(key_of_token(token));
  return read ? read->content : nullptr;
}

void DecisionCache::put(std::shared_ptr<const Gateway> gateway, const Beginning& beginning) {
  const std::string key = key_of_token(gateway->digest);
  gateways_.put(key, {std::move(gateway), beginning});
}

KeyedDigest DecisionCache::digest_of(const AccessQuestion& question) const {
  const Secret& key = key_.get([this] { return random_key(ports_.entropy); });
  std::string text = key_of_credential(question);
  append(text, question.secret.reveal());
  const KeyedDigest digest = ports_.digest.hmac_sha256(key, text);
  wipe(text);
  return digest;
}

bool DecisionCache::is_fresh(AccountId account, const IdBytes& id,
                             const Beginning& beginning) const {
  return last_change(account.bytes()) <= beginning.last_change &&
         last_change(id) <= beginning.last_change &&
         ports_.clock.elapsed() - beginning.at < settings_.decision_lifetime;
}

DecisionCache::Sizes DecisionCache::sizes() const {
  return {secrets_.size(), credentials_.size(), grants_.size(), gateways_.size()};
}

}  // namespace gatehouse
