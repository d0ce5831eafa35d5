#include <gatehouse/services/catalogue.hpp>

namespace gatehouse {

Catalogue::Catalogue(const Ports& ports, const Settings& settings)
    : ports_(ports), settings_(settings) {}

Result<Listing<CatalogueItem, ServiceCode>> Catalogue::list(
    const Principal& caller, const ListRequest<ServiceCode>& request) {
  if (auto ok = require(caller.user.role, Action::read_catalogue); !ok) {
    return std::move(ok).failure();
  }
  return ports_.storage.read(
      [&](const Transaction& tx) -> Result<Listing<CatalogueItem, ServiceCode>> {
        if (request.after && !tx.catalogue().find(*request.after)) {
          return Unexpected(invalid_field("after", "is no code of the catalogue"));
        }
        return list_page(
            settings_, request,
            [&](const Page<ServiceCode>& page) { return tx.catalogue().list(page); },
            [](const CatalogueItem& item) { return item.code; });
      });
}

Result<CatalogueItem> Catalogue::create(const Principal& caller,
                                        const CreateCatalogueItem& command) {
  if (auto ok = require(caller.user.role, Action::extend_catalogue); !ok) {
    return std::move(ok).failure();
  }
  if (auto ok = schema::check(command); !ok) return std::move(ok).failure();

  const Timestamp now = ports_.clock.now();
  // The catalogue is listed by the creation of its items.
  const CatalogueItem item{command.code, command.name, command.description,
                           ports_.clock.in_order(now)};
  return ports_.storage.transact([&](Transaction& tx) -> Result<CatalogueItem> {
    if (auto ok = still_signed_in(tx, caller, now); !ok) return std::move(ok).failure();
    if (!tx.catalogue().insert(item)) {
      return Unexpected(already_exists("The catalogue has a service with that code already.",
                                       {{"codeName", "is already used"}}));
    }
    return item;
  });
}

}  // namespace gatehouse
