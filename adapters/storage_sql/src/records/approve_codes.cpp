#include "approve_codes.hpp"

#include "../columns.hpp"

namespace gatehouse::sql {
namespace {

constexpr const char* select =
    "SELECT registration_id, digest, organization_name, mail_id, created_at, expires_at"
    " FROM approve_codes WHERE ";

ApproveCode from_row(const std::string& registration, const std::string& digest,
                     const std::string& organization_name, const std::string& mail,
                     long long created_at, long long expires_at) {
  return {.registration = to_id<AccountId>(registration),
          .digest = to_digest(digest),
          .organization_name = organization_name,
          .mail = to_optional_id<OutgoingMailId>(mail),
          .created_at = to_time(created_at),
          .expires_at = to_time(expires_at)};
}

}  // namespace

ApproveCodes::ApproveCodes(Connection& connection)
    : insert_(connection,
              "INSERT INTO approve_codes (registration_id, digest, organization_name, mail_id,"
              " created_at, expires_at) VALUES (:registration, :digest, :organization_name, :mail,"
              " :created_at, :expires_at) ON CONFLICT DO NOTHING"),
      find_(connection,
            std::string(select) + "registration_id = :registration AND digest = :digest"),
      list_(connection,
            std::string(select) + "registration_id = :registration ORDER BY created_at, digest"),
      release_(connection,
               "UPDATE approve_codes SET mail_id = '' WHERE registration_id = :registration"
               " AND mail_id = :mail"),
      erase_of_registration_(connection,
                             "DELETE FROM approve_codes WHERE registration_id = :registration"),
      erase_expired_(connection,
                     "DELETE FROM approve_codes WHERE (registration_id, digest) IN"
                     " (SELECT registration_id, digest FROM approve_codes"
                     " WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit)"),
      page_(connection, std::string(select) +
                            "(registration_id, digest) > (:registration, :digest)"
                            " ORDER BY registration_id, digest LIMIT :limit") {}

void ApproveCodes::insert(const ApproveCode& code) {
  if (insert_.change(column(code.registration), column(code.digest), code.organization_name,
                     column(code.mail), column(code.created_at), column(code.expires_at)) == 0) {
    throw PortError("the registration has a code with that digest");
  }
}

std::optional<ApproveCode> ApproveCodes::find(AccountId registration,
                                              const TokenDigest& digest) const {
  return find_.one(from_row, column(registration), column(digest));
}

std::vector<ApproveCode> ApproveCodes::list(AccountId registration) const {
  return list_.all(from_row, column(registration));
}

bool ApproveCodes::release(AccountId registration, OutgoingMailId mail) {
  return release_.change(column(registration), column(mail)) > 0;
}

std::size_t ApproveCodes::erase_of_registration(AccountId registration) {
  return erase_of_registration_.change(column(registration));
}

std::size_t ApproveCodes::erase_expired(Timestamp now, std::size_t limit) {
  return erase_expired_.change(column(now), column(limit));
}

std::vector<ApproveCode> ApproveCodes::page(const Page<ApproveCode>& page) const {
  const auto& after = page.after;
  return page_.all(from_row, after ? column(after->registration) : Text(),
                   after ? column(after->digest) : Text(), column(page.limit));
}

}  // namespace gatehouse::sql
