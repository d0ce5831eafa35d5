/// The catalogue of services that the installation offers.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/catalogue_item.hpp>
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/schema/catalogue.hpp>
#include <gatehouse/services/detail/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Catalogue {
 public:
  Catalogue(Operations& operations, const ServicePorts& ports, const Settings& settings);

  [[nodiscard]] Result<Listing<CatalogueItem, ServiceCode>> list(
      const UserContext& caller, const ListRequest<ServiceCode>& request);
  /// Fails with already_exists if the code is taken.
  [[nodiscard]] Result<CatalogueItem> create(const UserContext& caller,
                                             const Checked<CreateCatalogueItem>& command);
  [[nodiscard]] Result<CatalogueItem> get(const UserContext& caller, const ServiceCode& code);
  /// Also erases the limit of the service. Usage that projects have recorded stays in their
  /// ledgers. Fails with conflict while the service is attached to any project.
  [[nodiscard]] Result<Done> remove(const UserContext& caller, const ServiceCode& code);

 private:
  Operations& operations_;
  ServicePorts ports_;
  const Settings& settings_;
};

}  // namespace gatehouse
