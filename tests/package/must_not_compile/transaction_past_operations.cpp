// A service that begins a transaction without Operations.
// error: 'const struct gatehouse::ServicePorts' has no member named 'storage'
// error: no member named 'storage' in 'gatehouse::ServicePorts'
#include <gatehouse/operations/operations.hpp>
#include <gatehouse/services/ports.hpp>

gatehouse::Result<bool> erase(gatehouse::Operations& operations,
                              const gatehouse::ServicePorts& ports,
                              const gatehouse::UserContext& caller, gatehouse::GatewayId id) {
  (void)operations, (void)ports, (void)caller;
#ifdef MUST_NOT_COMPILE
  return ports.storage.transact([&](gatehouse::Transaction& tx) -> gatehouse::Result<bool> {
    return tx.gateways().erase(*caller.actor.user.account, id);
  });
#else
  return operations.change(caller, gatehouse::Action::manage_gateways,
                           [&](gatehouse::Change& change) -> gatehouse::Result<bool> {
                             return change.tx.gateways().erase(change.account(), id);
                           });
#endif
}
