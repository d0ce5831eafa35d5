#pragma once

#include <string>

namespace gatehouse::app {

/// Throws std::system_error when the access log could not be opened, without making the file.
/// `path` is as the option --access-log has it.
void check_access_log(const std::string& path);

}  // namespace gatehouse::app
