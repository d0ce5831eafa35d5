// Octets in the notation of the published vectors.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <gatehouse/base/bytes.hpp>

inline std::string octets(std::string_view hex) {
  std::string text(hex.size() / 2, '\0');
  REQUIRE(gatehouse::from_hex(hex, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()}));
  return text;
}

inline std::string base64url(std::string_view text) {
  return gatehouse::to_base64url(
      std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}
