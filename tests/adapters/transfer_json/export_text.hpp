/// Exports as text, and texts that look like exports.
#pragma once

#include <string>
#include <vector>

#include <gatehouse/ports/storage.hpp>

namespace gatehouse::testing {

[[nodiscard]] std::string export_of(Storage& storage);
[[nodiscard]] Result<std::uint64_t> import_text(Storage& storage, const std::string& text);

/// Each with its line feed.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);
[[nodiscard]] std::string joined(const std::vector<std::string>& lines);

/// The lines with a last line that fits those before it, in the place of their own.
[[nodiscard]] std::string sealed(std::vector<std::string> lines);

[[nodiscard]] bool is_of_type(const std::string& line, const std::string& type);

/// What a fresh storage says to the text. Fails the test when it takes it, or keeps a part of it.
[[nodiscard]] std::string refusal_of(const std::string& text);

}  // namespace gatehouse::testing
