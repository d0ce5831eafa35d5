/// Consumer tokens in the API.
#pragma once

#include <array>

#include <gatehouse/base/secret.hpp>
#include <gatehouse/model/consumer_token.hpp>
#include <gatehouse/model/ids.hpp>
#include <gatehouse/model/service_code.hpp>
#include <gatehouse/schema/command.hpp>
#include <gatehouse/schema/common_fields.hpp>
#include <gatehouse/schema/view.hpp>

namespace gatehouse {

struct MintConsumerToken {
  ConsumerId consumer;
  ProjectId project;
  ServiceCode service;
};

/// A newly minted consumer token. This is the only time its text is shown.
struct MintedToken {
  ConsumerToken token;
  Secret text;
};

namespace schema {
namespace fields {
inline constexpr std::array consumer_token{id("consumerId", "Consumer ID.", Mode::read_write),
                                           id("projectId", "Project ID.", Mode::read_write),
                                           service_code("serviceCatalogCode"),
                                           token("Refresh token.")};
}  // namespace fields

namespace resources {
inline constexpr Resource consumer_token{"ConsumerToken", fields::consumer_token};
}  // namespace resources

template <>
inline constexpr auto description<MintConsumerToken> = describes<&resources::consumer_token>(
    required("consumerId", &MintConsumerToken::consumer),
    required("projectId", &MintConsumerToken::project),
    required("serviceCatalogCode", &MintConsumerToken::service));

namespace views {
inline constexpr auto consumer_token = view<&resources::consumer_token, MintedToken>(
    shown("consumerId", &MintedToken::token, &ConsumerToken::consumer),
    shown("projectId", &MintedToken::token, &ConsumerToken::project),
    shown("serviceCatalogCode", &MintedToken::token, &ConsumerToken::service),
    shown("token", &MintedToken::text));
}  // namespace views
}  // namespace schema
}  // namespace gatehouse
