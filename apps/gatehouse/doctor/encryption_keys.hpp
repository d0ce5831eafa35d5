/// Whether the server would have its encryption keys, and whether they fit the database.
#pragma once

namespace gatehouse {
class Storage;
}  // namespace gatehouse

namespace gatehouse::app {

struct Configuration;
class Findings;

/// `storage` is null when it cannot be opened, or is not there yet. Throws PortError for a file
/// that cannot be used.
void check_encryption_keys(Findings& findings, const Configuration& chosen, Storage* storage);

}  // namespace gatehouse::app
