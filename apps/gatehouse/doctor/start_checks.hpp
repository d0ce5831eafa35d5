/// The preconditions for starting the server.
///
/// `serve` runs these checks before it creates anything. `doctor` runs the same ones, so that it
/// never approves a configuration that prevents a start. New preconditions belong here. The only
/// side effect is to create the Maildir's directories.
#pragma once

#include <optional>

namespace gatehouse::app {

struct Configuration;
class Findings;

/// Results of the checks, to skip further checks of what has already failed.
struct StartFacts {
  bool has_good_url = false;
  bool has_good_tls = false;
  bool has_good_descriptors = false;
  bool has_good_mail = false;
  bool has_good_key_file = false;
  /// Whether the database was checked successfully and may be opened.
  bool has_good_storage = false;
  /// Its schema version; empty if there is no database yet.
  std::optional<int> schema_version{};
};

StartFacts check_start(Findings& findings, const Configuration& chosen);

}  // namespace gatehouse::app
