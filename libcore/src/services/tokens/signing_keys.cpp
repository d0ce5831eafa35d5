#include <gatehouse/services/tokens/signing_keys.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include <gatehouse/base/invariant.hpp>
#include <gatehouse/services/issue.hpp>
#include <gatehouse/services/secrets/detail/sealed_records.hpp>

namespace gatehouse {
namespace {

/// Tolerates clock differences between servers.
constexpr Duration handover = std::chrono::minutes(1);

/// The current signing key; the keys must be ordered.
std::vector<SigningKey>::const_iterator in_turn(const std::vector<SigningKey>& keys,
                                                Timestamp now) {
  const auto later = std::find_if(keys.begin(), keys.end(),
                                  [&](const SigningKey& key) { return key.signs_from > now; });
  invariant(!keys.empty());
  return later == keys.begin() ? later : std::prev(later);
}

bool holds(const std::vector<SigningKey>& keys, SigningKeyId id) {
  return std::any_of(keys.begin(), keys.end(), [&](const SigningKey& key) { return key.id == id; });
}

}  // namespace

SigningKeys::SigningKeys(Operations& operations, const ServicePorts& ports,
                         const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings), vault_(ports.cipher) {}

const Signatures& SigningKeys::signatures() const {
  if (ports_.signatures == nullptr) throw PortError("there is nothing to sign tokens with");
  return *ports_.signatures;
}

SigningKey SigningKeys::make_key(SignatureAlgorithm algorithm, Timestamp now,
                                 Timestamp signs_from) const {
  auto pair = signatures().make_keys(algorithm);
  SigningKey key{.id = make_id<SigningKeyId>(ports_, now),
                 .public_key = std::move(pair.public_key),
                 .sealed_private_key = {},
                 .created_at = now,
                 .signs_from = signs_from};
  key.sealed_private_key = vault_.seal(pair.private_key.reveal(), place_of(key));
  return key;
}

void SigningKeys::ensure() { static_cast<void>(snapshot_with_a_key()); }

std::shared_ptr<const SigningKeys::Snapshot> SigningKeys::snapshot_with_a_key() {
  auto known = snapshot(settings_.decision_lifetime);
  if (!known->keys.empty()) return known;
  const Timestamp now = ports_.clock.now();
  const SigningKey key = make_key(settings_.signature_algorithm, now, now);
  const auto done = operations_.keep_house([&](Change& change) -> Result<Done> {
    // Another server may have created it first.
    if (!change.tx.signing_keys().list().empty()) return Done{};
    if (!change.tx.signing_keys().insert(key)) return Unexpected(conflict("The id is taken."));
    change.created(Subject::signing_key, key.id);
    return Done{};
  });
  if (!done) throw PortError(done.error().detail);
  forget();
  // Another thread may have cached a snapshot from before the key was created.
  known = snapshot(Duration::zero());
  if (known->keys.empty()) throw PortError("the new signing key was not found");
  return known;
}

Result<SigningKey> SigningKeys::rotate(SignatureAlgorithm algorithm, Rotation rotation) {
  const Timestamp now = ports_.clock.now();
  const bool discards = rotation == Rotation::discarding;
  const SigningKey made = make_key(algorithm, now, now + settings_.signing_key_lead);
  const auto work = [&](Change& change) -> Result<SigningKey> {
    Transaction& tx = change.tx;
    const auto former = tx.signing_keys().list();
    if (!discards && without_outdated(former, now).size() >= max_keys) {
      return Unexpected(failed_precondition(
          "There are " + std::to_string(max_keys) +
          " signing keys already, and tokens signed by each of them may still be valid."));
    }
    SigningKey next = made;
    // Without a previous key, no service has to be prepared for the change.
    if (discards || former.empty()) next.signs_from = now;
    if (discards) {
      for (const SigningKey& each : former) {
        tx.signing_keys().erase(each.id);
        change.removed(Subject::signing_key, each.id);
      }
    }
    if (!tx.signing_keys().insert(next)) return Unexpected(conflict("The id is taken."));
    change.created(Subject::signing_key, next.id);
    return next;
  };
  auto key = operations_.change(Operator(), Action::operate, work);
  if (key) forget();
  return key;
}

SigningKeys::Handle SigningKeys::handle() {
  const auto known = snapshot_with_a_key();
  // If the current key cannot be decrypted yet, because its encryption key was not loaded, the
  // previous one is used as long as it is published.
  for (auto key = in_turn(known->keys, ports_.clock.now());; --key) {
    try {
      return handle_with(*key);
    } catch (const PortError&) {
      if (key == known->keys.begin()) throw;
    }
  }
}

SigningKeys::Handle SigningKeys::handle_with(const SigningKey& key) {
  Handle handle;
  handle.key_id_ = key.id.to_string();
  handle.algorithm_ = key.public_key.algorithm;
  handle.signer_ = signer_of(key);
  return handle;
}

std::string SigningKeys::Handle::sign(const AccessToken& token) const {
  return sign_access_token(token, key_id_, algorithm_, *signer_);
}

std::shared_ptr<const KeySet> SigningKeys::published() {
  return snapshot(settings_.decision_lifetime)->published;
}

std::shared_ptr<const KeySet> SigningKeys::published_with(std::string_view token) {
  auto keys = published();
  const auto id = key_named_by(token);
  if (!id || keys->find(*id) != nullptr) return keys;
  return snapshot(Duration::zero())->published;
}

std::size_t SigningKeys::erase_outdated(Timestamp now) {
  const auto known = snapshot(settings_.decision_lifetime);
  if (!known->has_outdated && without_outdated(known->keys, now).size() == known->keys.size()) {
    return 0;
  }
  const auto erased = operations_.keep_house([&](Change& change) -> Result<std::size_t> {
    SigningKeyRecords& records = change.tx.signing_keys();
    const auto all = records.list();
    const auto kept = without_outdated(all, now);
    // Outdated keys come first.
    const std::size_t count = all.size() - kept.size();
    for (std::size_t i = 0; i < count; ++i) {
      records.erase(all[i].id);
      change.removed(Subject::signing_key, all[i].id);
    }
    return count;
  });
  forget();
  return *erased;
}

/// A key is needed until all tokens that it signed have expired. It signs until the next key's
/// turn, or until a server has read the next key.
std::vector<SigningKey> SigningKeys::without_outdated(std::vector<SigningKey> keys,
                                                      Timestamp now) const {
  const Duration needed = settings_.access_token_lifetime + settings_.decision_lifetime + handover;
  auto first = keys.begin();
  while (first != keys.end() && std::next(first) != keys.end() &&
         std::next(first)->signs_from + needed <= now) {
    ++first;
  }
  const bool had_keys = !keys.empty();
  keys.erase(keys.begin(), first);
  invariant(keys.empty() != had_keys);
  return keys;
}

std::shared_ptr<const SigningKeys::Snapshot> SigningKeys::snapshot(Duration greatest_age) {
  const Duration now = ports_.clock.elapsed();
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    if (snapshot_ && now - snapshot_->at < greatest_age) return snapshot_;
    changes = changes_;
  }
  auto fresh = std::make_shared<Snapshot>();
  fresh->at = now;
  auto all = operations_.look_up([](const Transaction& tx) { return tx.signing_keys().list(); });
  const std::size_t count = all.size();
  fresh->keys = without_outdated(std::move(all), ports_.clock.now());
  fresh->has_outdated = fresh->keys.size() < count;
  auto published = std::make_shared<KeySet>();
  if (ports_.signatures != nullptr) {
    for (const SigningKey& key : fresh->keys) {
      published->add(key.id.to_string(), key.public_key, *ports_.signatures);
    }
  }
  fresh->published = std::move(published);

  const std::lock_guard lock(mutex_);
  if (changes == changes_ && (!snapshot_ || snapshot_->at <= fresh->at)) {
    snapshot_ = fresh;
    // A private key must not stay in memory once it is gone from the storage.
    std::erase_if(signers_, [&](const auto& signer) { return !holds(fresh->keys, signer.first); });
  }
  return fresh;
}

std::shared_ptr<const Signer> SigningKeys::signer_of(const SigningKey& key) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = signers_.find(key.id);
    if (known != signers_.end()) return known->second;
  }
  auto signer =
      signatures().load_signer(vault_.open(key.sealed_private_key, place_of(key)), key.public_key);
  const std::lock_guard lock(mutex_);
  signers_.emplace(key.id, signer);
  return signer;
}

void SigningKeys::forget() noexcept {
  const std::lock_guard lock(mutex_);
  snapshot_.reset();
  ++changes_;
}

}  // namespace gatehouse
