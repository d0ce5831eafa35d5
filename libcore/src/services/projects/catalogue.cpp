#include <gatehouse/services/projects/catalogue.hpp>

#include <utility>

namespace gatehouse {
namespace {

Error no_such_item() { return not_found("The catalogue has no service with that code."); }

}  // namespace

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

Result<CatalogueItem> Catalogue::get(const UserContext& caller, const ServiceCode& code) {
  return operations_.read(caller, Action::read_catalogue,
                          [&](const Reading& reading) -> Result<CatalogueItem> {
                            auto item = reading.tx.catalogue().find(code);
                            if (!item) return Unexpected(no_such_item());
                            return *std::move(item);
                          });
}

Result<Done> Catalogue::remove(const UserContext& caller, const ServiceCode& code) {
  return operations_.change(caller, Action::extend_catalogue, [&](Change& change) -> Result<Done> {
    if (change.tx.attachments().is_in_use(code)) {
      return Unexpected(
          conflict("The service is attached to a project. Detach it from all projects first."));
    }
    if (!change.tx.catalogue().erase(code)) {
      return Unexpected(no_such_item());
    }
    change.tx.limits().set({.account = {}, .project = {}, .service = code, .limits = {}});
    change.removed(Subject::catalogue_item, code.text());
    return Done{};
  });
}

}  // namespace gatehouse
