#include <gatehouse/records/difference.hpp>

#include <gatehouse/base/bytes.hpp>

namespace gatehouse::records {

std::string shown(std::int64_t number) { return std::to_string(number); }

std::string shown(bool value) { return value ? "true" : "false"; }

std::string shown(Timestamp time) { return format_utc(time); }

std::string shown(const PublicKey& key) {
  return std::string(name(key.algorithm)) + ' ' + to_base64url(key.octets);
}

}  // namespace gatehouse::records
