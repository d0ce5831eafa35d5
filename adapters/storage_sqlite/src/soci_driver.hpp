/// Statements on SQLite, through SOCI.
#pragma once

#include <soci/soci.h>

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <gatehouse/storage_sql/driver.hpp>

namespace gatehouse {

class SociDriver final : public sql::Driver {
 public:
  /// The session outlives the driver.
  explicit SociDriver(soci::session& session) : session_(session) {}

  std::unique_ptr<sql::PreparedStatement> prepare(const std::string& sql,
                                                  const std::vector<sql::Parameter>& parameters,
                                                  const std::vector<sql::Place>& columns) override;

 private:
  soci::session& session_;
};

/// Translates `error` to a PortError. Nothing of SOCI's what() is repeated, since it contains the
/// statement and its parameters.
[[nodiscard]] std::exception_ptr to_port_error(const soci::soci_error& error);

}  // namespace gatehouse
