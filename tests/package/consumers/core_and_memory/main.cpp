// A program with the core, the in-memory storage, and its own implementations of the other ports.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

#include <gatehouse/services/services.hpp>
#include <gatehouse/storage_memory/memory_storage.hpp>

namespace {

class CountingClock final : public gatehouse::Clock {
 public:
  gatehouse::Timestamp now() override { return now_ += std::chrono::microseconds(1); }
  gatehouse::Duration elapsed() override { return now_.time_since_epoch(); }
  std::uint64_t timeline() override { return 1; }

 private:
  gatehouse::Timestamp now_{};
};

class CountingEntropy final : public gatehouse::Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override {
    std::generate(out.begin(), out.end(), [this] { return next_++; });
  }

 private:
  std::uint8_t next_ = 0;
};

class ToyDigest final : public gatehouse::Digest {
 public:
  gatehouse::TokenDigest sha256(std::string_view text) const override {
    gatehouse::TokenDigest digest;
    const std::size_t hash = std::hash<std::string_view>()(text);
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&hash), sizeof hash, digest.bytes.begin());
    return digest;
  }
  gatehouse::KeyedDigest hmac_sha256(const gatehouse::Secret& key,
                                     std::string_view text) const override {
    return sha256(std::string(key.reveal()) + std::string(text)).bytes;
  }
};

class ToyHasher final : public gatehouse::PasswordHasher {
 public:
  std::string hash(const gatehouse::Secret& password) override {
    return "$toy$" + std::string(password.reveal());
  }
  bool verify(const gatehouse::Secret& password, std::string_view phc) override {
    return hash(password) == phc;
  }
  bool needs_rehash(std::string_view) const override { return false; }
};

class NoMail final : public gatehouse::Mailer {
 public:
  void deliver(const gatehouse::Mail&) override {}
};

bool check(bool truth, const char* sentence) {
  std::printf("%s: %s\n", truth ? "yes" : "NO", sentence);
  return truth;
}

}  // namespace

int main() {
  gatehouse::MemoryStorage storage;
  NoMail mailer;
  ToyHasher hasher;
  ToyDigest digest;
  CountingClock clock;
  CountingEntropy entropy;
  gatehouse::Services services({storage, mailer, hasher, digest, clock, entropy});

  const gatehouse::Email email = gatehouse::Email::parse("root@example.com").value();
  const gatehouse::Secret password("correct horse");

  const gatehouse::schema::Policy policy = services.settings.policy();
  const auto root = gatehouse::schema::check(gatehouse::CreateRoot{email, password}, policy);
  const auto login = [&](const char* text) {
    return gatehouse::schema::check(gatehouse::LogIn{email, gatehouse::Secret(text)}, policy)
        .and_then([&](const auto& command) { return services.sessions.log_in(command); });
  };

  bool right = true;
  right &= check(services.users.create_root(*root).has_value(), "a root user is made");
  const auto again = services.users.create_root(*root);
  right &= check(!again && again.error().code == gatehouse::ErrorCode::already_exists,
                 "a taken e-mail is refused");
  const auto wrong = login("wrong");
  right &= check(!wrong && wrong.error().code == gatehouse::ErrorCode::unauthenticated,
                 "a wrong password is refused");
  const auto session = login("correct horse");
  right &= check(session && services.sessions.authenticate(session->token.reveal()).has_value(),
                 "a session's token says whose it is");
  return right ? 0 : 1;
}
