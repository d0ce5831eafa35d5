/// The keys with which the services of a project push to phones.
#pragma once

#include <compare>
#include <optional>
#include <string>

#include <gatehouse/model/ids.hpp>

namespace gatehouse {

/// Each nothing until it is set. Opaque to Gatehouse.
struct PushKeys {
  std::optional<std::string> fcm_api_keys;
  std::optional<std::string> fcm_project_number;
  std::optional<std::string> apns_cert;

  friend bool operator==(const PushKeys&, const PushKeys&) = default;
};

/// Push keys as storage keeps them: texts that services/secrets/vault.hpp makes and reads. A type
/// of their own, so that keys in the clear are never kept by mistake.
struct SealedPushKeys {
  std::optional<std::string> fcm_api_keys;
  std::optional<std::string> fcm_project_number;
  std::optional<std::string> apns_cert;

  friend bool operator==(const SealedPushKeys&, const SealedPushKeys&) = default;
};

/// Whose push keys they are.
struct PushKeysPlace {
  AccountId account;
  ProjectId project;

  friend auto operator<=>(const PushKeysPlace&, const PushKeysPlace&) = default;
};

/// There is one for each project whose push keys were ever set.
struct ProjectPushKeys {
  AccountId account;
  ProjectId project;
  SealedPushKeys keys;

  friend bool operator==(const ProjectPushKeys&, const ProjectPushKeys&) = default;
};

}  // namespace gatehouse
