/// The catalogue of services.
#pragma once

#include <string>

#include <gatehouse/base/time.hpp>
#include <gatehouse/model/service_code.hpp>

namespace gatehouse {

/// A service that the installation offers to every account.
struct CatalogueItem {
  ServiceCode code;
  std::string name;
  std::string description;
  Timestamp created_at;

  friend bool operator==(const CatalogueItem&, const CatalogueItem&) = default;
};

}  // namespace gatehouse
