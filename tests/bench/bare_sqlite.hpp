/// A minimal wrapper of SQLite's interface: the same statements as the adapter's on the same
/// database, as an upper bound for comparison.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gatehouse/crypto_openssl/openssl_digest.hpp>

namespace gatehouse::bench {

class BareStatement {
 public:
  BareStatement(sqlite3* database, std::string_view sql);

  /// Binds the values in order, runs the statement to its end and reads every column. Returns the
  /// number of rows.
  template <class... Values>
  std::size_t run(const Values&... values) {
    int position = 0;
    (bind(++position, values), ...);
    return run_to_the_end();
  }

  /// The first column of the first row, as text; empty without a row.
  template <class... Values>
  std::string value(const Values&... values) {
    int position = 0;
    (bind(++position, values), ...);
    return first_value();
  }

 private:
  void bind(int position, std::int64_t value);
  void bind(int position, std::string_view text);
  std::size_t run_to_the_end();
  std::string first_value();

  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
};

/// The data of a caller: a line of DATABASE.samples (see bench_seed.cpp) in the form of the
/// database.
struct BareSample {
  std::int64_t token_key;
  std::string digest;
  std::string email;
  std::string account;
  std::string consumer;
  std::string project;
};

class BareSqlite {
 public:
  /// A connection with the settings of the adapter's writer, with all statements prepared.
  explicit BareSqlite(const std::string& path);

  [[nodiscard]] std::size_t users();
  /// The callers in `path`.samples.
  [[nodiscard]] std::vector<BareSample> samples(const std::string& path);

  void begin() { begin_.run(); }
  /// The commit is durable when it returns.
  void commit() { commit_.run(); }

  /// These functions throw if the required rows are missing.
  void find_session(const BareSample& caller);
  void find_user_by_email(const BareSample& caller);
  void list_consumers(const BareSample& caller, std::size_t limit);
  void insert_consumer(const BareSample& caller);
  void insert_consumer_token(const BareSample& caller);
  /// The queries and writes for the creation of a consumer.
  void create_consumer(const BareSample& caller);
  /// The same for a consumer token.
  void mint_consumer_token(const BareSample& caller);

 private:
  /// Lower-case hex, unique and increasing like ids.
  [[nodiscard]] std::string new_id();
  [[nodiscard]] std::string new_digest();

  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
  BareStatement begin_;
  BareStatement commit_;
  BareStatement find_session_;
  BareStatement find_user_by_email_;
  BareStatement list_consumers_;
  BareStatement insert_consumer_;
  BareStatement find_project_;
  BareStatement find_consumer_;
  BareStatement is_attached_;
  BareStatement find_attachment_;
  BareStatement find_limits_;
  BareStatement insert_token_;
  OpensslDigest digest_;
  std::uint64_t run_;
  std::uint64_t made_ = 0;
};

}  // namespace gatehouse::bench
