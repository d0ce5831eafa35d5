// Where the guard has the keys from: the key set that an installation publishes, fetched anew when
// a token names a key that is not in it.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <gatehouse/ports/signatures.hpp>
#include <gatehouse/services/key_set.hpp>

class KeySource {
 public:
  KeySource(std::string host, std::string port, const gatehouse::Signatures& signatures)
      : host_(std::move(host)), port_(std::move(port)), signatures_(signatures) {}

  // The keys to verify that token with. Throws when they were never to be had.
  std::shared_ptr<const gatehouse::KeySet> keys_for(std::string_view token);

 private:
  gatehouse::KeySet fetch() const;

  std::string host_;
  std::string port_;
  const gatehouse::Signatures& signatures_;
  std::mutex mutex_;
  std::shared_ptr<const gatehouse::KeySet> keys_;
  std::chrono::steady_clock::time_point fetched_{};
};
