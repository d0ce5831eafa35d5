#include <gatehouse/model/gateway.hpp>

namespace gatehouse {

std::string_view name(AddressField field) noexcept {
  switch (field) {
    case AddressField::real_ip: return "X-Real-IP";
    case AddressField::forwarded_for: return "X-Forwarded-For";
  }
  return {};
}

std::optional<AddressField> parse_address_field(std::string_view text) noexcept {
  for (const AddressField field : {AddressField::real_ip, AddressField::forwarded_for}) {
    if (text == name(field)) return field;
  }
  return std::nullopt;
}

}  // namespace gatehouse
