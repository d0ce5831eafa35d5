// Exchanges, and all events that end their tokens, against a reference model.
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gatehouse/services/tokens/detail/refresh_token.hpp>

#include "token_shop.hpp"

namespace gatehouse::testing {
namespace {

using std::chrono::seconds;

// In whole seconds.
constexpr int refresh_grace = 3;
constexpr int consumer_life = 12;
constexpr int access_life = 6;
constexpr int refresh_life = 25;
constexpr int family_life = 60;

/// The tokens of a consumer token, which is generation 0 itself.
struct ModelFamily {
  std::size_t consumer = 0;
  std::vector<std::string> tokens;
  int expires_at = 0;
  bool begun = false;
  bool ended = false;
  /// The times of use of all tokens but the last.
  std::vector<int> used_at{};
  int ends_at = 0;
};

struct ModelAccessToken {
  std::size_t family = 0;
  std::string text;
  int expires_at = 0;
};

class RandomDevices {
 public:
  RandomDevices(World& world, unsigned seed)
      : world_(world),
        random_(seed),
        shop_(world),
        service_(world.service_of(shop_.admin, shop_.project)) {
    consumers_ = {shop_.consumer, world.attached_consumer(shop_.admin, shop_.project)};
    attached_ = {true, true};
    // The first key would be created at another time than the exchange.
    world.services.signing_keys.ensure();
    // Between whole seconds, so that the microseconds added by clock readings have no effect.
    world.clock.advance(std::chrono::milliseconds(500));
  }

  /// Applies an operation to both, and returns the results of the services and of the model.
  std::pair<std::string, std::string> operate() {
    switch (roll(22)) {
      case 0:
      case 1:
      case 2: return mint();
      case 3: return revoke_by_tenant();
      case 4: return revoke();
      case 5: return roll(4) == 0 ? detach_or_attach() : wait(roll(3));
      case 6: return roll(8) == 0 ? reattach_service() : wait(roll(3));
      case 7: return roll(2) == 0 || !has_items_ ? change_limit() : wait(1);
      case 8: return wait(roll(roll(4) == 0 ? 30 : 8));
      case 9: (void)world_.services.housekeeping.step(); return {};
      case 10:
      case 11:
      case 12: return show(any_token());
      default: return show(newest_token());
    }
  }

  /// The introspection of a random token.
  std::pair<std::string, std::string> look() {
    if (!access_tokens_.empty() && roll(2) == 0) {
      const ModelAccessToken& token = access_tokens_[roll(access_tokens_.size())];
      const bool good = is_alive(families_[token.family]) && now_ < token.expires_at && has_items_;
      return {told_of(world_, service_, token.text), good ? "access_token" : "inactive"};
    }
    const auto token = any_token();
    if (!token) return {};
    const ModelFamily& family = families_[token->first];
    std::string expected = "inactive";
    if (has_items_ && is_current(*token))
      expected = family.begun ? "refresh_token" : "consumer_token";
    return {told_of(world_, service_, family.tokens[token->second]), expected};
  }

  /// The maximum and minimum number of families that the storage may contain.
  std::pair<std::size_t, std::size_t> families() const {
    std::size_t alive = 0;
    std::size_t expired = 0;
    for (const ModelFamily& family : families_) {
      if (!family.begun || family.ended) continue;
      ++(now_ < family.expires_at ? alive : expired);
    }
    return {alive, alive + expired};
  }

 private:
  /// The number of the family, and the generation.
  using Token = std::pair<std::size_t, std::size_t>;

  std::size_t roll(std::size_t sides) { return random_() % sides; }

  std::optional<Token> any_token() {
    if (families_.empty()) return std::nullopt;
    const std::size_t family = pick_family();
    return Token{family, roll(families_[family].tokens.size())};
  }
  std::optional<Token> newest_token() {
    if (families_.empty()) return std::nullopt;
    const std::size_t family = pick_family();
    const std::size_t last = families_[family].tokens.size() - 1;
    // Occasionally the previous one.
    return Token{family, last > 0 && roll(4) == 0 ? last - 1 : last};
  }
  /// One of the most recent ones.
  std::size_t pick_family() {
    const std::size_t back = std::min<std::size_t>(families_.size(), 5);
    return families_.size() - 1 - roll(back);
  }

  bool is_alive(const ModelFamily& family) const {
    return !family.ended && now_ < family.expires_at;
  }
  bool is_current(const Token& token) const {
    const ModelFamily& family = families_[token.first];
    return is_alive(family) && token.second + 1 == family.tokens.size();
  }

  std::pair<std::string, std::string> mint() {
    const std::size_t consumer = roll(2);
    const auto minted = world_.services.consumers.mint_token(
        shop_.admin,
        checked<MintConsumerToken>({consumers_[consumer], shop_.project, code("push")}));
    const std::string expected = !attached_[consumer] ? "failed_precondition"
                                 : has_items_         ? "done"
                                                      : "limit_exceeded";
    if (minted) {
      families_.push_back({.consumer = consumer,
                           .tokens = {std::string(minted->text.reveal())},
                           .expires_at = now_ + consumer_life});
    }
    return {outcome(minted), expected};
  }

  std::pair<std::string, std::string> show(const std::optional<Token>& token) {
    if (!token) return {};
    ModelFamily& family = families_[token->first];
    const std::string shown = family.tokens[token->second];
    const auto tokens = present(world_, shown);
    const std::string told = tokens ? std::string(tokens->refresh_token.reveal()) : outcome(tokens);

    const std::size_t last = family.tokens.size() - 1;
    std::string expected = "unauthenticated";
    if (is_alive(family)) {
      if (!has_items_) {
        family.ended = family.begun;
      } else if (token->second == last) {
        // Issues a new consumer token.
        expected = told.size() == refresh_token_length ? told : "a new token";
        for (const ModelFamily& each : families_) {
          for (const std::string& known : each.tokens) {
            if (known == told) expected = "a token that is new";
          }
        }
        if (!family.begun) family.ends_at = now_ + family_life;
        family.begun = true;
        family.used_at.push_back(now_);
        family.expires_at = std::min(now_ + refresh_life, family.ends_at);
        family.tokens.push_back(told);
      } else if (now_ >= family.used_at[token->second] + refresh_grace) {
        family.ended = true;
      } else if (token->second + 1 == last) {
        expected = family.tokens[last];
      }
    }
    if (tokens) {
      access_tokens_.push_back({token->first, std::string(tokens->access_token.reveal()),
                                std::min(now_ + access_life, family.expires_at)});
    }
    return {told, expected};
  }

  std::pair<std::string, std::string> revoke_by_tenant() {
    const auto token = any_token();
    if (!token) return {};
    ModelFamily& family = families_[token->first];
    const std::string text = family.tokens[token->second];
    const bool works = token->second == 0 && is_alive(family);
    if (works) family.ended = true;
    return {outcome(world_.services.consumers.revoke_token(shop_.admin, shop_.project, code("push"),
                                                           text)),
            works ? "done" : "not_found"};
  }

  std::pair<std::string, std::string> revoke() {
    if (roll(3) != 0) return {};
    if (!access_tokens_.empty() && roll(2) == 0) {
      const ModelAccessToken& token = access_tokens_[roll(access_tokens_.size())];
      // Recently expired tokens are accepted by services that allow for clock skew.
      if (now_ >= token.expires_at && now_ < token.expires_at + 31) return {};
      if (now_ < token.expires_at) families_[token.family].ended = true;
      return {outcome(world_.services.introspection.revoke(service_, token.text)), "done"};
    }
    const auto token = any_token();
    if (!token) return {};
    families_[token->first].ended = true;
    return {outcome(world_.services.introspection.revoke(
                service_, families_[token->first].tokens[token->second])),
            "done"};
  }

  std::pair<std::string, std::string> detach_or_attach() {
    const std::size_t consumer = roll(2);
    auto& consumers = world_.services.consumers;
    const bool was = attached_[consumer];
    attached_[consumer] = !was;
    if (!was) {
      return {outcome(consumers.attach(shop_.admin, shop_.project,
                                       checked<AttachConsumer>({consumers_[consumer]}))),
              "done"};
    }
    for (ModelFamily& family : families_) family.ended |= family.consumer == consumer;
    return {outcome(consumers.detach(shop_.admin, shop_.project, consumers_[consumer])), "done"};
  }

  std::pair<std::string, std::string> reattach_service() {
    for (ModelFamily& family : families_) family.ended = true;
    const auto removed =
        world_.services.attachments.remove(shop_.admin, shop_.project, code("push"));
    world_.attach_service(shop_.admin, shop_.project, "push");
    return {outcome(removed), "done"};
  }

  std::pair<std::string, std::string> change_limit() {
    has_items_ = !has_items_;
    limit_items(world_, shop_, has_items_ ? std::optional<std::int64_t>() : 0);
    return {};
  }

  std::pair<std::string, std::string> wait(std::size_t by) {
    now_ += static_cast<int>(by);
    world_.clock.advance(seconds(by));
    return {};
  }

  World& world_;
  std::mt19937 random_;
  TokenShop shop_;
  ServiceCaller service_;
  std::vector<ConsumerId> consumers_;
  std::vector<bool> attached_;
  std::vector<ModelFamily> families_;
  std::vector<ModelAccessToken> access_tokens_;
  bool has_items_ = true;
  int now_ = 0;
};

TEST_CASE("token exchange: answers to random devices equal those of a reference model") {
  std::map<std::string, std::size_t> outcomes;
  std::map<std::string, std::size_t> answers;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    World world({.consumer_token_lifetime = seconds(consumer_life),
                 .access_token_lifetime = seconds(access_life),
                 .refresh_token_lifetime = seconds(refresh_life),
                 .token_family_lifetime = seconds(family_life),
                 .refresh_grace = seconds(refresh_grace)});
    RandomDevices devices(world, seed);
    for (int step = 0; step < 250; ++step) {
      const auto [done, expected] = devices.operate();
      ++outcomes[done.size() == refresh_token_length ? "a token" : done];
      if (done != expected) {
        FAIL("seed " << seed << ", step " << step << ": " << done << ", not " << expected);
      }
      const auto [told, right] = devices.look();
      ++answers[told];
      if (told != right) {
        FAIL("seed " << seed << ", step " << step << ": told " << told << ", not " << right);
      }
      if (step % 50 != 0) continue;
      const auto [least, most] = devices.families();
      const std::size_t kept = world.all<TokenFamily>().size();
      if (kept < least || kept > most) {
        FAIL("seed " << seed << ", step " << step << ": " << kept << " families are kept");
      }
    }
  }
  // The random operations have reached every outcome.
  for (const std::string done : {"a token", "unauthenticated", "done", "not_found",
                                 "limit_exceeded", "failed_precondition"}) {
    CAPTURE(done);
    CHECK(outcomes[done] > 50);
  }
  for (const std::string answer : {"access_token", "refresh_token", "consumer_token", "inactive"}) {
    CAPTURE(answer);
    CHECK(answers[answer] > 50);
  }
}

}  // namespace
}  // namespace gatehouse::testing
