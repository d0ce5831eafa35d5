/// The Transaction of every SQL storage, on one connection.
#pragma once

#include <memory>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::sql {

struct Connection;

/// Owns the connection's prepared statements, so it lives as long as the connection and is used for
/// one transaction after another. The adapter begins and ends the transactions.
class SqlTransaction final : public Transaction {
 public:
  explicit SqlTransaction(Connection& connection);
  ~SqlTransaction() override;

 private:
  [[nodiscard]] const Scan& scan() const override;

  struct Records;
  explicit SqlTransaction(std::unique_ptr<Records> records);

  std::unique_ptr<Records> records_;
};

}  // namespace gatehouse::sql
