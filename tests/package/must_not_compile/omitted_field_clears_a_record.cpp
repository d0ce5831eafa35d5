// A field that can be omitted, and that an omission would clear in the record.
// error: static assertion failed: a value that is omitted, or of another type, would change the
// record error: static_assert failed .*a value that is omitted, or of another type, would change
// the record
#include <gatehouse/schema/gateways.hpp>

struct ChangeGateway {
  std::optional<gatehouse::AddressField> omitted;
  std::optional<std::optional<gatehouse::AddressField>> omitted_or_null;
};

auto description_of_change() {
  using namespace gatehouse::schema;
#ifdef MUST_NOT_COMPILE
  return describes<&resources::gateway>(
      optional("addressField", &ChangeGateway::omitted).sets(&gatehouse::Gateway::address_field));
#else
  return describes<&resources::gateway>(optional("addressField", &ChangeGateway::omitted_or_null)
                                            .sets(&gatehouse::Gateway::address_field));
#endif
}
