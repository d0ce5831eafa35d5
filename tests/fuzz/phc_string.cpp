// PHC strings: an accepted string is within Argon2's bounds, and has a single written form.
#include <string>

#include <phc_string.hpp>

#include "fuzz.hpp"

using namespace gatehouse::password_argon2;
using gatehouse::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = gatehouse::fuzz::text_of(data, size);
  const auto phc = PhcString::parse(text);
  if (!phc) return 0;
  require(phc->salt.size() >= min_salt && phc->salt.size() <= max_salt, "the salt has its length");
  require(phc->hash.size() >= min_hash && phc->hash.size() <= max_hash, "the hash has its length");
  require(phc->iterations >= 1, "there is a pass");
  require(phc->parallelism >= 1 && phc->parallelism <= max_lanes, "lanes are within bounds");
  require(phc->memory_kib >= min_kib_per_lane * phc->parallelism, "each lane has its memory");

  const std::string written = phc->to_string();
  const auto again = PhcString::parse(written);
  require(again.has_value(), "a written string is read");
  require(again->to_string() == written, "a string is written in one way");
  require(again->salt == phc->salt && again->hash == phc->hash, "salt and hash are kept");
  // Version 1.0 may omit its number; otherwise each value has one text.
  const bool is_abridged = text.find("$v=") == std::string_view::npos;
  require(is_abridged ? phc->version == PhcString::version_1_0 : written == text,
          "no other text stands for the same values");
  return 0;
}
