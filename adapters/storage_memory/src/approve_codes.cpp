#include "approve_codes.hpp"

#include <gatehouse/ports/port_error.hpp>

#include "copies.hpp"

namespace gatehouse::memory {

void ApproveCodes::insert(const ApproveCode& code) {
  if (!codes_.insert(code)) throw PortError("the registration has a code with that digest");
}

std::optional<ApproveCode> ApproveCodes::find(AccountId registration,
                                              const TokenDigest& digest) const {
  return copied(codes_.find(registration, digest));
}

std::vector<ApproveCode> ApproveCodes::list(AccountId registration) const {
  return ByCreation::copies(codes_.view<ByCreation>().range(registration), unlimited);
}

bool ApproveCodes::release(AccountId registration, OutgoingMailId mail) {
  bool found = false;
  for (ApproveCode& code : list(registration)) {
    if (code.mail != mail) continue;
    const ApproveCode* old = codes_.find(code.registration, code.digest);
    code.mail.reset();
    found |= codes_.replace(*old, std::move(code));
  }
  return found;
}

std::size_t ApproveCodes::erase_of_registration(AccountId registration) {
  return codes_.erase(codes_.view<ByCreation>().range(registration));
}

std::size_t ApproveCodes::erase_expired(Timestamp now, std::size_t limit) {
  return codes_.erase(codes_.view<ByExpiry>().up_to(now), limit);
}

}  // namespace gatehouse::memory
