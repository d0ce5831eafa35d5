/// Exports as text, and texts that resemble exports.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

[[nodiscard]] std::string export_of(Storage& storage);
[[nodiscard]] Result<std::uint64_t> import_text(Storage& storage, const std::string& text);

/// Each line includes its line feed.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);
[[nodiscard]] std::string joined(const std::vector<std::string>& lines);

/// The lines with their last line replaced by one that matches the others.
[[nodiscard]] std::string sealed(std::vector<std::string> lines);

[[nodiscard]] bool is_of_type(const std::string& line, const std::string& type);

/// The error of a new storage that imports the text. Fails the test if it accepts the text or keeps
/// a part of it.
[[nodiscard]] std::string refusal_of(const std::string& text);

}  // namespace gatehouse::testing
