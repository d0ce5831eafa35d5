// E-mail addresses: an accepted address cannot inject header fields into a message, and keys are
// stable.
#include <string>

#include <gatehouse/base/text.hpp>
#include <gatehouse/model/email.hpp>
#include <gatehouse/text_unicode/unicode_text_forms.hpp>

#include "fuzz.hpp"

namespace {

using namespace gatehouse;
using fuzz::require;

void check_form(const Email& email) {
  const std::string& text = email.text();
  const std::size_t at = text.find('@');
  require(at != std::string::npos && text.rfind('@') == at, "there is one @");
  require(at >= 1 && at <= 64, "the local part has 1 to 64 octets");
  require(text.size() - at - 1 >= 1 && text.size() - at - 1 <= 255,
          "the domain has 1 to 255 octets");
  require(text.find_first_of(std::string("\r\n\t \"(),:;<>[\\]\0", 15)) == std::string::npos,
          "nothing in it ends or divides a header field");
  require(count_code_points(text).has_value(), "it is UTF-8");
}

void check_key(const Email& email) {
  if (email.is_ascii()) {
    const auto again = Email::parse(email.key());
    require(again && again->key() == email.key() && *again == email,
            "the key of an ASCII address is an address with that key");
  }
  static const UnicodeTextForms forms;
  const auto key = forms.email_key(email.text());
  if (!key) return;
  require(count_code_points(*key).has_value(), "a key is UTF-8");
  require(forms.email_key(*key) == key, "the key of a key is that key");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto email = Email::parse(text);
  if (email) {
    require(email->text() == text, "the address is kept as it was given");
    check_form(*email);
    check_key(*email);
  }
  return 0;
}
