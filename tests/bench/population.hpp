/// The contents of the benchmarks' storages: any number of users in accounts of a hundred, each
/// with a session, and as many consumers, each attached to its account's project and with a token.
/// The n-th record of every kind is computed from n alone, so that no lists are needed.
#pragma once

#include <cstddef>
#include <string>

#include <gatehouse/crypto_openssl/openssl_digest.hpp>
#include <gatehouse/model/account.hpp>
#include <gatehouse/model/attachment.hpp>
#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/consumer_token.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/model/session.hpp>
#include <gatehouse/model/user.hpp>
#include <gatehouse/ports/storage.hpp>

namespace gatehouse::bench {

class Population {
 public:
  static constexpr std::size_t per_account = 100;

  /// `users` is a multiple of `per_account`. All of them have the same password.
  Population(std::size_t users, std::string password_hash);

  [[nodiscard]] std::size_t users() const noexcept { return users_; }
  [[nodiscard]] std::size_t accounts() const noexcept { return users_ / per_account; }
  [[nodiscard]] static std::size_t account_of(std::size_t user) noexcept {
    return user / per_account;
  }

  [[nodiscard]] Account account(std::size_t n) const;
  [[nodiscard]] Project project(std::size_t account) const;
  [[nodiscard]] CatalogueItem service() const;
  [[nodiscard]] Attachment attachment(std::size_t account) const;

  /// The first user of an account is its admin, the second is a billing user, and all others are
  /// developers.
  [[nodiscard]] User user(std::size_t n) const;
  [[nodiscard]] std::string session_token(std::size_t n) const;
  /// Expires in the year 2100, like the consumer tokens.
  [[nodiscard]] Session session(std::size_t n) const;
  [[nodiscard]] Consumer consumer(std::size_t n) const;
  [[nodiscard]] ConsumerToken consumer_token(std::size_t n) const;

  /// Inserts an account with all its records.
  void insert_account(Transaction& tx, std::size_t n) const;
  /// Inserts all records.
  void insert_all(Transaction& tx) const;

 private:
  std::size_t users_;
  std::string password_hash_;
  OpensslDigest digest_;
};

}  // namespace gatehouse::bench
