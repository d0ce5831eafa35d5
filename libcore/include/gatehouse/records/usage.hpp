/// The ledger of usage.
#pragma once

#include <tuple>

#include <gatehouse/model/usage.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<UsageEntry> =
    kind("usage_entry", key(&UsageEntry::id),
         std::tuple{
             identity("id", &UsageEntry::id),
             owner(fixed("account", &UsageEntry::account)),
             fixed("project", &UsageEntry::project),
             fixed("service", &UsageEntry::service),
             fixed("event", &UsageEntry::event),
             fixed("amount", &UsageEntry::amount),
             fixed("times", &UsageEntry::times),
             fixed("key", &UsageEntry::key),
             fixed("created_at", &UsageEntry::created_at),
         });

}  // namespace gatehouse::records
