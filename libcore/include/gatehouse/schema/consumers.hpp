/// Consumers in the API.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/metadata.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct CreateConsumer {
  /// If omitted or null, none.
  std::optional<std::optional<std::string>> external_id{};
  Metadata metadata{};
};

/// Changes a consumer. Omitted fields are unchanged; null clears a field.
struct UpdateConsumer {
  std::optional<std::optional<std::string>> external_id{};
  std::optional<MetadataChange> metadata{};
};

struct AttachConsumer {
  ConsumerId consumer;
};

namespace schema {

/// Lengths in code points.
inline constexpr std::size_t max_external_id = 128;
inline constexpr std::size_t max_metadata_name = 40;
inline constexpr std::size_t max_metadata_value = 500;
/// Pairs.
inline constexpr std::size_t max_metadata = 16;

namespace fields {
inline constexpr std::array consumer{
    id("id", "ID of consumer."),
    Field{.name = "externalId",
          .details = "ID of the consumer in the account's own systems, unique in the account. At "
                     "most 128 characters; null: none.",
          .min_length = 1,
          .max_length = max_external_id,
          .allow_null = true},
    Field{.name = "metadata",
          .details = "Texts of the account about the consumer, by name. At most 16; names have at "
                     "most 40 characters, texts 500.",
          .type = Type::pairs,
          .format = Format::text,
          .max_length = max_metadata_value,
          .max_items = max_metadata,
          .max_name_length = max_metadata_name},
    created_at(), updated_at()};
inline constexpr std::array project_consumer{id("consumerId", "ID of consumer.", Mode::read_write)};
}  // namespace fields

namespace resources {
inline constexpr Resource consumer{"Consumer", fields::consumer};
inline constexpr Resource project_consumer{"ProjectConsumer", fields::project_consumer};
}  // namespace resources

template <>
inline constexpr auto description<CreateConsumer> =
    describes<&resources::consumer>(optional("externalId", &CreateConsumer::external_id),
                                    optional("metadata", &CreateConsumer::metadata));

template <>
inline constexpr auto description<UpdateConsumer> = describes<&resources::consumer>(
    optional("externalId", &UpdateConsumer::external_id).sets(&Consumer::external_id),
    optional("metadata", &UpdateConsumer::metadata));

template <>
inline constexpr auto description<AttachConsumer> =
    describes<&resources::project_consumer>(required("consumerId", &AttachConsumer::consumer));

namespace views {
inline constexpr auto consumer = view<&resources::consumer, Consumer>(
    shown("id", &Consumer::id), shown("externalId", &Consumer::external_id),
    shown("metadata", &Consumer::metadata), shown("createdAt", &Consumer::created_at),
    shown("updatedAt", &Consumer::updated_at));

inline constexpr auto project_consumer = view<&resources::project_consumer, AttachConsumer>(
    shown("consumerId", &AttachConsumer::consumer));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
