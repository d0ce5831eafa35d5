/// Text in the types of OpenSSL's parameters.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse {

inline const unsigned char* octets(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

inline unsigned char* octets(std::string& text) noexcept {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace gatehouse
