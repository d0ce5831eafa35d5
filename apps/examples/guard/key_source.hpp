// Source of the guard's keys: the key set that an installation publishes. It is fetched again when
// a token names an unknown key, and every few minutes.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <gatehouse/ports/clock.hpp>
#include <gatehouse/ports/signatures.hpp>
#include <gatehouse/services/tokens/key_set.hpp>

// Thread-safe. One thread fetches, for two seconds at most, while the others continue with the
// existing keys. All continue with them if Gatehouse is unreachable.
class KeySource {
 public:
  // Fetches the keys for the first time. Throws if they are not available.
  KeySource(std::string host, std::string port, const gatehouse::Signatures& signatures,
            gatehouse::Clock& clock);

  // Returns the keys for verifying that token.
  std::shared_ptr<const gatehouse::KeySet> keys_for(std::string_view token);

 private:
  bool take_turn(std::string_view token);
  void refresh();
  gatehouse::KeySet fetch() const;

  std::string host_;
  std::string port_;
  const gatehouse::Signatures& signatures_;
  gatehouse::Clock& clock_;

  std::mutex mutex_;
  std::shared_ptr<const gatehouse::KeySet> keys_;
  // By Clock::elapsed(), so that the age of the keys includes the time of a suspended machine.
  gatehouse::Duration tried_;
  bool fetching_ = false;
};
