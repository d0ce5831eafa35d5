/// Metadata: pairs of texts that a client stores with a record. Gatehouse does not interpret them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// By name. Names are not empty.
using Metadata = std::map<std::string, std::string>;

/// A JSON object whose members are strings.
[[nodiscard]] std::string to_text(const Metadata& metadata);
[[nodiscard]] std::optional<Metadata> parse_metadata(std::string_view text);

/// A merge patch of metadata (RFC 7396).
struct MetadataChange {
  /// Whether the pairs from before are removed.
  bool removes_all = false;
  /// The pairs to set; those without a value are removed.
  std::map<std::string, std::optional<std::string>> members{};

  friend bool operator==(const MetadataChange&, const MetadataChange&) = default;
};

void apply(const MetadataChange& change, Metadata& metadata);

}  // namespace gatehouse
