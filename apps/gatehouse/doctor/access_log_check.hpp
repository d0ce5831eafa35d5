#pragma once

#include <string>

namespace gatehouse::app {

/// Checks whether the access log could be opened, without creating the file. Throws
/// std::system_error otherwise. `path` is the value of --access-log.
void check_access_log(const std::string& path);

}  // namespace gatehouse::app
