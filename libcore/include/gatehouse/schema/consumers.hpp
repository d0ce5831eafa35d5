/// Consumers in the API.
#pragma once

#include <array>

#include <gatehouse/model/consumer.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

/// A consumer has no fields of its own.
struct CreateConsumer {};

struct AttachConsumer {
  ConsumerId consumer;
};

namespace schema {
namespace fields {
inline constexpr std::array consumer{id("id", "ID of consumer.")};
inline constexpr std::array project_consumer{id("consumerId", "ID of consumer.", Mode::read_write)};
}  // namespace fields

namespace resources {
inline constexpr Resource consumer{"Consumer", fields::consumer};
inline constexpr Resource project_consumer{"ProjectConsumer", fields::project_consumer};
}  // namespace resources

template <>
inline constexpr auto description<CreateConsumer> = describes<&resources::consumer>();

template <>
inline constexpr auto description<AttachConsumer> =
    describes<&resources::project_consumer>(required("consumerId", &AttachConsumer::consumer));

namespace views {
inline constexpr auto consumer = view<&resources::consumer, Consumer>(shown("id", &Consumer::id));

inline constexpr auto project_consumer = view<&resources::project_consumer, AttachConsumer>(
    shown("consumerId", &AttachConsumer::consumer));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
