#include <gatehouse/text_unicode/unicode_text_forms.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <system_error>

#include <idn2.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <gatehouse/base/bytes.hpp>
#include <gatehouse/base/text.hpp>

namespace gatehouse {
namespace {

/// The maximum octets of a label and of a name (RFC 1035, section 2.3.4).
constexpr std::size_t max_label = 63;
constexpr std::size_t max_domain = 253;

const std::uint8_t* octets_of(std::string_view text) noexcept {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// Memory allocated by libunistring. It is wiped, since it may contain a password.
class Given {
 public:
  Given(std::uint8_t* octets, std::size_t size) : octets_(octets), size_(size) {
    if (octets != nullptr) return;
    if (errno == ENOMEM) throw std::bad_alloc();
    throw std::system_error(errno, std::generic_category(), "text is not UTF-8");
  }
  Given(const Given&) = delete;
  Given& operator=(const Given&) = delete;
  ~Given() {
    wipe({octets_, size_});
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): libunistring allocated them
    std::free(octets_);
  }

  [[nodiscard]] std::string_view text() const noexcept {
    return {reinterpret_cast<const char*>(octets_), size_};
  }

 private:
  std::uint8_t* octets_;
  std::size_t size_;
};

template <class Text>
Text normalized(std::string_view text, uninorm_t form) {
  // For an empty text libunistring may return a null pointer.
  if (text.empty()) return Text();
  std::size_t size = 0;
  std::uint8_t* const octets = u8_normalize(form, octets_of(text), text.size(), nullptr, &size);
  return Text(Given(octets, size).text());
}

std::string lowered(std::string_view text) {
  if (text.empty()) return {};
  std::size_t size = 0;
  std::uint8_t* const octets =
      u8_tolower(octets_of(text), text.size(), nullptr, UNINORM_NFC, nullptr, &size);
  return std::string(Given(octets, size).text());
}

/// Applies `work` to each part between dots, and keeps the dots.
template <class Work>
std::string between_dots(std::string_view text, Work work) {
  std::string done;
  for (;;) {
    const std::size_t dot = text.find('.');
    done += work(text.substr(0, dot));
    if (dot == std::string_view::npos) return done;
    done += '.';
    text.remove_prefix(dot + 1);
  }
}

bool is_seen(ucs4_t c) {
  constexpr std::uint32_t unseen = UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z;
  // Blank signs that Unicode counts among letters, marks and symbols: of Braille, of Khitan, of
  // Egyptian blanks (full and half), and the null notehead.
  constexpr std::array<ucs4_t, 5> blanks{0x2800, 0x16FE4, 0x13441, 0x13442, 0x1D159};
  return !uc_is_general_category_withtable(c, unseen) &&
         !uc_is_property_default_ignorable_code_point(c) &&
         std::ranges::find(blanks, c) == blanks.end();
}

bool all_seen(std::string_view text) {
  while (!text.empty()) {
    ucs4_t c = 0;
    const int size = u8_mbtouc(&c, octets_of(text), text.size());
    if (!is_seen(c)) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

/// Whether the domain has letters, digits and hyphens only, in labels of valid length.
bool is_host_name(std::string_view domain) {
  if (domain.size() > max_domain) return false;
  for (;;) {
    const std::size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    const bool fits = !label.empty() && label.size() <= max_label && label.front() != '-' &&
                      label.back() != '-' && std::ranges::all_of(label, [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!fits) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

/// One step of the computation of the key.
std::optional<std::string> lower_address(const TextForms& forms, std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return std::nullopt;
  auto domain = forms.ascii_domain(address.substr(at + 1));
  if (!domain) return std::nullopt;
  return between_dots(address.substr(0, at), lowered) + "@" + *domain;
}

}  // namespace

std::optional<std::string> UnicodeTextForms::email_key(std::string_view address) const {
  if (!all_seen(address)) return std::nullopt;
  // Lowering may produce letters that compose, and composition may produce letters that have a
  // lower case (RFC 8265, section 3.1): the steps are repeated until nothing changes, which takes
  // two steps for all known letters.
  constexpr int most_steps = 4;
  std::string key(address);
  for (int step = 0; step < most_steps; ++step) {
    auto next = lower_address(*this, key);
    if (!next) return std::nullopt;
    if (*next == key) return key;
    key = *std::move(next);
  }
  return std::nullopt;
}

std::optional<std::string> UnicodeTextForms::ascii_domain(std::string_view domain) const {
  // IDNA maps the capital sharp s to "ss", and leaves the small one unchanged: so the domain is
  // lowered first.
  const std::string lower = between_dots(domain, lowered);
  if (is_ascii(lower)) return is_host_name(lower) ? std::optional(lower) : std::nullopt;
  std::uint8_t* found = nullptr;
  const int code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(lower.c_str()), &found,
                                  IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<std::uint8_t, void (*)(void*)> owned(found, idn2_free);
  if (code == IDN2_MALLOC) throw std::bad_alloc();
  if (code != IDN2_OK) return std::nullopt;
  std::string ascii = reinterpret_cast<const char*>(found);
  return is_host_name(ascii) ? std::optional(std::move(ascii)) : std::nullopt;
}

std::string UnicodeTextForms::compose(std::string_view text) const {
  return normalized<std::string>(text, UNINORM_NFC);
}

Secret UnicodeTextForms::compose(const Secret& text) const {
  return normalized<Secret>(text.reveal(), UNINORM_NFC);
}

std::string UnicodeTextForms::fold(std::string_view text) const {
  if (text.empty()) return {};
  std::size_t size = 0;
  std::uint8_t* const octets =
      u8_casefold(octets_of(text), text.size(), nullptr, UNINORM_NFC, nullptr, &size);
  return std::string(Given(octets, size).text());
}

Secret UnicodeTextForms::decompose(const Secret& text) const {
  return normalized<Secret>(text.reveal(), UNINORM_NFD);
}

}  // namespace gatehouse
