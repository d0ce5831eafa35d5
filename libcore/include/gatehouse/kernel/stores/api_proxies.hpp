/// API proxies on tables.
#pragma once

#include <gatehouse/kernel/stores/scoped_names.hpp>
#include <gatehouse/ports/storage/api_proxy_records.hpp>

namespace gatehouse::kernel {

template <>
struct Indexes<ApiProxy> : IndexesOfScopedNames<ApiProxy> {};

template <class Engine>
class ApiProxies : public ScopedNames<Engine, ApiProxyRecords, ApiProxy> {
 public:
  using ScopedNames<Engine, ApiProxyRecords, ApiProxy>::ScopedNames;
};

}  // namespace gatehouse::kernel
