// Where the guard has the keys from: the key set that an installation publishes, fetched again when
// a token names a key that is not in it, and every few minutes.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <gatehouse/ports/clock.hpp>
#include <gatehouse/ports/signatures.hpp>
#include <gatehouse/services/tokens/key_set.hpp>

// Any number of threads may use it. One of them fetches, for two seconds at most; the others go on
// with the keys that are there, and so do all when Gatehouse cannot be reached.
class KeySource {
 public:
  // Fetches the keys for the first time, and throws if they are not to be had.
  KeySource(std::string host, std::string port, const gatehouse::Signatures& signatures,
            gatehouse::Clock& clock);

  // The keys to verify that token with.
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
  // By Clock::elapsed(): keys are as old as the machine was suspended, too.
  gatehouse::Duration tried_;
  bool fetching_ = false;
};
