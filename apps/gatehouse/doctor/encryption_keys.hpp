/// Checks whether the encryption keys are available and match the database.
#pragma once

namespace gatehouse {
class Storage;
}  // namespace gatehouse

namespace gatehouse::app {

struct Configuration;
class Findings;

/// `storage` is null if it cannot be opened or does not exist. Throws PortError for an unusable
/// file.
void check_encryption_keys(Findings& findings, const Configuration& chosen, Storage* storage);

}  // namespace gatehouse::app
