/// What must be right for the server to start.
///
/// `serve` makes these checks before it makes anything, and `doctor` makes the same ones, so that
/// it cannot call well what would keep the server from starting. A new reason not to start belongs
/// here. They leave nothing behind but the Maildir's folders.
#pragma once

#include <optional>

namespace gatehouse::app {

struct Configuration;
class Findings;

/// What the checks learned: further ones have no use for what is wrong already.
struct StartFacts {
  bool has_good_url = false;
  bool has_good_tls = false;
  bool has_good_descriptors = false;
  bool has_good_mail = false;
  bool has_good_key_file = false;
  /// Whether the database could be looked at, and may be opened.
  bool has_good_storage = false;
  /// The version of its schema; nothing when there is no database yet.
  std::optional<int> schema_version{};
};

StartFacts check_start(Findings& findings, const Configuration& chosen);

}  // namespace gatehouse::app
