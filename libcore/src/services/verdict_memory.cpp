#include <gatehouse/services/verdict_memory.hpp>

#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse {
namespace {

constexpr std::size_t remembered_gateways = 10'000;

Secret random_key(Entropy& entropy) {
  std::array<std::uint8_t, 32> bytes;
  entropy.fill(bytes);
  const std::span<char> text(reinterpret_cast<char*>(bytes.data()), bytes.size());
  Secret key(std::string_view(text.data(), text.size()));
  wipe(text);
  return key;
}

/// Texts one after another so that no two rows of them give the same.
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

std::string key_of_token(const TokenDigest& digest) {
  return {digest.bytes.begin(), digest.bytes.end()};
}

}  // namespace

VerdictMemory::VerdictMemory(const Ports& ports, const Settings& settings)
    : ports_(ports),
      settings_(settings),
      secrets_(settings.remembered_secrets),
      facts_(settings.remembered_verdicts),
      gateways_(remembered_gateways) {}

VerdictMemory::Epoch VerdictMemory::epoch(AccountId account) const noexcept {
  return epochs_[std::hash<AccountId>()(account) % epochs_.size()].load();
}

VerdictMemory::Beginning VerdictMemory::begin_read(AccountId account) const {
  return {ports_.clock.now(), epoch(account)};
}

void VerdictMemory::forget(AccountId account) noexcept {
  ++epochs_[std::hash<AccountId>()(account) % epochs_.size()];
}

std::shared_ptr<const std::string> VerdictMemory::verified(const AccessQuestion& question) {
  const auto known = secrets_.find(key_of_credential(question));
  if (!known || known->verified_at + settings_.secret_lifetime <= ports_.clock.now() ||
      !equal_in_constant_time(known->digest, digest_of(question))) {
    return nullptr;
  }
  return known->phc;
}

void VerdictMemory::remember_secret(const AccessQuestion& question, const std::string& phc) {
  secrets_.put(key_of_credential(question),
               {digest_of(question), std::make_shared<const std::string>(phc), ports_.clock.now()});
}

std::shared_ptr<const AccessFacts> VerdictMemory::facts(const AccessQuestion& question) {
  const auto read = facts_.find(key_of_question(question));
  if (!read || !is_fresh(question.account, read->beginning)) return nullptr;
  return read->content;
}

void VerdictMemory::remember(const AccessQuestion& question,
                             std::shared_ptr<const AccessFacts> facts, const Beginning& beginning) {
  facts_.put(key_of_question(question), {std::move(facts), beginning});
}

std::shared_ptr<const Gateway> VerdictMemory::gateway(const TokenDigest& token) {
  const auto read = gateways_.find(key_of_token(token));
  if (!read || !is_fresh(read->content->account, read->beginning)) return nullptr;
  return read->content;
}

std::shared_ptr<const Gateway> VerdictMemory::last_known_gateway(const TokenDigest& token) {
  const auto read = gateways_.find(key_of_token(token));
  return read ? read->content : nullptr;
}

void VerdictMemory::remember(std::shared_ptr<const Gateway> gateway, const Beginning& beginning) {
  const std::string key = key_of_token(gateway->digest);
  gateways_.put(key, {std::move(gateway), beginning});
}

KeyedDigest VerdictMemory::digest_of(const AccessQuestion& question) const {
  std::call_once(key_made_, [this] { key_ = random_key(ports_.entropy); });
  std::string text = key_of_credential(question);
  append(text, question.secret.reveal());
  const KeyedDigest digest = ports_.digest.hmac_sha256(key_, text);
  wipe(text);
  return digest;
}

bool VerdictMemory::is_fresh(AccountId account, const Beginning& beginning) const {
  return beginning.epoch == epoch(account) &&
         ports_.clock.now() < beginning.at + settings_.verdict_lifetime;
}

}  // namespace gatehouse
