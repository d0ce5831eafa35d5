// A response that lacks a field that its resource describes.
// error: expression '<throw-expression>' is not a constant expression
// error: call to consteval function .*schema::view.* is not a constant expression
// check: a readable field is not shown
#include <gatehouse/schema/accounts.hpp>

auto view_of_account() {
  using namespace gatehouse::schema;
  using gatehouse::Account;
#ifdef MUST_NOT_COMPILE
  return view<&resources::account, Account>(shown("organizationName", &Account::organization_name),
                                            shown("phone", &Account::phone),
                                            shown("email", &Account::email));
#else
  return view<&resources::account, Account>(
      shown("organizationName", &Account::organization_name), shown("phone", &Account::phone),
      shown("email", &Account::email), shown("address", &Account::address));
#endif
}
