/// The catalogue of services that the installation offers.
#pragma once

#include <gatehouse/base/result.hpp>
#include <gatehouse/model/project.hpp>
#include <gatehouse/schema/commands.hpp>
#include <gatehouse/services/listing.hpp>
#include <gatehouse/services/ports.hpp>
#include <gatehouse/services/principal.hpp>
#include <gatehouse/services/settings.hpp>

namespace gatehouse {

class Catalogue {
 public:
  Catalogue(const Ports& ports, const Settings& settings);

  [[nodiscard]] Result<Listing<CatalogueItem, ServiceCode>> list(
      const Principal& caller, const ListRequest<ServiceCode>& request);
  /// already_exists for a code that is taken.
  [[nodiscard]] Result<CatalogueItem> create(const Principal& caller,
                                             const CreateCatalogueItem& command);

 private:
  Ports ports_;
  const Settings& settings_;
};

}  // namespace gatehouse
