#include <gatehouse/model/metadata.hpp>

#include <gatehouse/base/json.hpp>

namespace gatehouse {

std::string to_text(const Metadata& metadata) {
  JsonWriter writer;
  for (const auto& [name, value] : metadata) writer.add(name, value);
  return std::move(writer).finish();
}

std::optional<Metadata> parse_metadata(std::string_view text) {
  // Most records have none, and lists read many records.
  if (text == "{}") return Metadata{};
  const auto object = JsonObject::parse(text);
  if (!object) return std::nullopt;
  Metadata metadata;
  for (const std::string_view name : object->names()) {
    auto value = object->text(name);
    if (name.empty() || !value) return std::nullopt;
    metadata.emplace(name, *std::move(value));
  }
  return metadata;
}

void apply(const MetadataChange& change, Metadata& metadata) {
  if (change.removes_all) metadata.clear();
  for (const auto& [name, value] : change.members) {
    if (value) {
      metadata.insert_or_assign(name, *value);
    } else {
      metadata.erase(name);
    }
  }
}

}  // namespace gatehouse
