#include <gatehouse/services/projects/catalogue.hpp>

namespace gatehouse {

Catalogue::Catalogue(Operations& operations, const ServicePorts& ports, const Settings& settings)
    : operations_(operations), ports_(ports), settings_(settings) {}

Result<Listing<CatalogueItem, ServiceCode>> Catalogue::list(
    const UserContext& caller, const ListRequest<ServiceCode>& request) {
  using Answer = Result<Listing<CatalogueItem, ServiceCode>>;
  return operations_.read(caller, Action::read_catalogue, [&](const Reading& reading) -> Answer {
    const CatalogueRecords& catalogue = reading.tx.catalogue();
    if (request.after && !catalogue.find(*request.after)) {
      return Unexpected(invalid_field("after", "is not a code in the catalogue"));
    }
    return list_page(
        settings_, request, [&](const Page<ServiceCode>& page) { return catalogue.list(page); },
        [](const CatalogueItem& item) { return item.code; });
  });
}

Result<CatalogueItem> Catalogue::create(const UserContext& caller,
                                        const Checked<CreateCatalogueItem>& command) {
  // The catalogue is ordered by creation time.
  const CatalogueItem item{command->code, command->name, command->description,
                           ports_.clock.in_order(ports_.clock.now())};
  return operations_.change(
      caller, Action::extend_catalogue, [&](Change& change) -> Result<CatalogueItem> {
        if (!change.tx.catalogue().insert(item)) {
          return Unexpected(already_exists("The catalogue has a service with that code already.",
                                           {{"codeName", "is already used"}}));
        }
        change.created(Subject::catalogue_item, item.code.text());
        return item;
      });
}

}  // namespace gatehouse
