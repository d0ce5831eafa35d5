#include "approve_codes.hpp"

#include <gatehouse/ports/port_error.hpp>

namespace gatehouse::sql {

ApproveCodes::ApproveCodes(Connection& connection)
    : insert_(connection),
      find_(connection, "registration_id = :registration AND digest = :digest"),
      list_(connection, "registration_id = :registration ORDER BY created_at, digest"),
      release_(connection,
               "UPDATE approve_codes SET mail_id = '' WHERE registration_id = :registration"
               " AND mail_id = :mail"),
      erase_of_registration_(connection,
                             "DELETE FROM approve_codes WHERE registration_id = :registration"),
      erase_expired_(connection) {}

void ApproveCodes::insert(const ApproveCode& code) {
  if (insert_(code) == 0) throw PortError("the registration has a code with that digest");
}

std::optional<ApproveCode> ApproveCodes::find(AccountId registration,
                                              const TokenDigest& digest) const {
  return find_.one(registration, digest);
}

std::vector<ApproveCode> ApproveCodes::list(AccountId registration) const {
  return list_.all(registration);
}

bool ApproveCodes::release(AccountId registration, OutgoingMailId mail) {
  return release_(registration, mail) > 0;
}

std::size_t ApproveCodes::erase_of_registration(AccountId registration) {
  return erase_of_registration_(registration);
}

std::size_t ApproveCodes::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_(limit, now);
}

}  // namespace gatehouse::sql
