/// The outcome of an update.
#pragma once

namespace gatehouse {

/// The outcome of a change to a record with unique fields.
enum class Update {
  done,
  /// No record with the id exists (in the account).
  missing,
  /// Another record has the name or address; nothing was changed.
  taken,
};

}  // namespace gatehouse
