// Creates the SQLite database of a server after that many registrations, logins, consumers and
// consumer tokens: the rows are written by the adapter itself, in the order of their creation, but
// with a large cache and without waiting for the disk.
//
//   bench_seed DATABASE USERS [SAMPLES = 100000]
//
// Writes DATABASE, and DATABASE.samples: each line has a session token, the e-mail of its user, and
// the ids of a consumer and a project for which this user may issue tokens, spread evenly over all
// users. The password of all users is "correct horse battery".

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include <gatehouse/password_argon2/argon2_password_hasher.hpp>
#include <gatehouse/storage_sqlite/sqlite_storage.hpp>
#include <gatehouse/system/system_entropy.hpp>

#include "population.hpp"
#include "sqlite_file.hpp"

namespace {

using namespace gatehouse;
using bench::Population;

std::string hash_of_password() {
  SystemEntropy entropy;
  return Argon2PasswordHasher({}, entropy).hash(Secret("correct horse battery"));
}

void write_database(const std::string& path, const Population& population) {
  SqliteStorage::migrate({.path = path});
  const auto connection = open_for_writing({.path = path});
  // Leaves WAL mode; the server enables it again when it opens the database.
  (void)connection->text("PRAGMA journal_mode = OFF");
  connection->run("PRAGMA synchronous = OFF");
  connection->run("PRAGMA cache_size = -2000000");
  // A single transaction: with a random order of keys, each additional one would rewrite most
  // pages.
  connection->run("BEGIN");
  population.insert_all(connection->transaction());
  connection->run("COMMIT");
}

void write_samples(const std::string& path, const Population& population, std::size_t count) {
  std::ofstream out(path);
  const std::size_t step = std::max<std::size_t>(1, population.users() / count);
  for (std::size_t n = 0; n < population.users(); n += step) {
    const User user = population.user(n);
    if (user.role == Role::billing) continue;
    out << population.session_token(n) << ' ' << user.email.text() << ' '
        << population.consumer(n).id.to_string() << ' '
        << population.project(Population::account_of(n)).id.to_string() << '\n';
  }
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

/// Checks that the server finds the records.
void check(const std::string& path, const Population& population) {
  SqliteStorage storage({.path = path, .create = false});
  const std::size_t step = std::max<std::size_t>(1, population.users() / 1000);
  for (std::size_t n = 0; n < population.users(); n += step) {
    const bool found = storage.read([&](const Transaction& tx) {
      const Session session = population.session(n);
      const User user = population.user(n);
      const ConsumerToken token = population.consumer_token(n);
      const auto signed_in = tx.sessions().find(session.digest);
      return signed_in && signed_in->session == session && signed_in->user.id == user.id &&
             tx.users().find_by_email(user.email) == user &&
             tx.consumers().find(token.account, token.consumer) == population.consumer(n) &&
             tx.consumers().is_attached(token.account, token.project, token.consumer) &&
             tx.consumer_tokens().find(token.digest) == token;
    });
    if (!found) throw std::runtime_error("user " + std::to_string(n) + " is not as it should be");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "bench_seed DATABASE USERS [SAMPLES = 100000]\n";
    return 2;
  }
  try {
    const std::filesystem::path path = argv[1];
    const std::filesystem::path unfinished = path.string() + ".part";
    const std::size_t samples = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 100'000;
    std::filesystem::remove(unfinished);

    const Population population(std::strtoul(argv[2], nullptr, 10), hash_of_password());
    write_database(unfinished.string(), population);
    check(unfinished.string(), population);
    write_samples(path.string() + ".samples", population, std::max<std::size_t>(1, samples));
    std::filesystem::rename(unfinished, path);
  } catch (const std::exception& error) {
    std::cerr << "bench_seed: " << error.what() << '\n';
    return 1;
  }
}
