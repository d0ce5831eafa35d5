#include <gatehouse/text_unicode/unicode_text_forms.hpp>

#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <string>
#include <thread>
#include <vector>

#include <gatehouse/model/email.hpp>

namespace gatehouse {
namespace {

const UnicodeTextForms forms;

std::string key(const std::string& address) {
  const auto found = forms.email_key(address);
  return found ? *found : "none";
}

TEST_CASE("text forms: addresses that differ only in case have one key, in every script") {
  using Pair = std::array<const char*, 2>;
  for (const auto& pair : std::initializer_list<Pair>{
           {"Ann@Example.com", "ann@example.com"},
           {"ȘTEFAN@example.com", "ștefan@example.com"},
           {"ŞÜKRÜ@ÖRNEK.com", "şükrü@örnek.com"},
           {"NGUYỄN@example.com", "nguyễn@example.com"},
           {"ДАРЬЯ@ПРИМЕР.org", "дарья@пример.org"},
           {"ԱՐՄԵՆ@example.com", "արմեն@example.com"},
           {"Ა@example.com", "ა@example.com"},
           {"Ꮳ@example.com", "ꮳ@example.com"},
           {"𐐀@example.com", "𐐨@example.com"},
           {"ΝΙΚΟΣ@example.com", "νικος@example.com"},
           {"ΝΙΚΟΣ.ΠΑΠΑΣ@example.com", "νικος.παπας@example.com"},
           {"\u01C5@example.com", "\u01C6@example.com"},
           {"GROẞ@FUẞ.example", "groß@fuß.example"},
           {"\u212Aate@example.com", "kate@example.com"},
       }) {
    const auto& capital = pair[0];
    const auto& small = pair[1];
    CAPTURE(capital);
    CHECK(key(capital) == key(small));
    CHECK(key(small) != "none");
  }
}

TEST_CASE("text forms: addresses in any normalisation form have one key") {
  CHECK(key("ren\u00E9@example.com") == key("rene\u0301@example.com"));
  CHECK(key("REN\u00C9@example.com") == key("RENE\u0301@example.com"));
  CHECK(key("nguye\u0302\u0303n@example.com") == key("nguy\u1EC5n@example.com"));
  CHECK(key("\u1112\u1161\u11AB@example.com") == key("\uD55C@example.com"));
  CHECK(key("a@b\u0075\u0308cher.example") == key("a@b\u00FCcher.example"));
}

TEST_CASE("text forms: a domain in its own script and in ASCII has one key") {
  CHECK(key("a@bücher.example") == "a@xn--bcher-kva.example");
  CHECK(key("a@xn--bcher-kva.example") == "a@xn--bcher-kva.example");
  CHECK(key("a@XN--BCHER-KVA.Example") == "a@xn--bcher-kva.example");
  CHECK(key("a@xn--bcher-kva.ü.example") == key("a@bücher.xn--tda.example"));
  CHECK(key("a@faß.de") == "a@xn--fa-hia.de");
  CHECK(key("a@fass.de") == "a@fass.de");
  CHECK(key("用户@例子.中国") == "用户@xn--fsqu00a.xn--fiqs8s");
}

TEST_CASE("text forms: letters that only look or sound alike have different keys") {
  using Pair = std::array<const char*, 2>;
  for (const auto& pair : std::initializer_list<Pair>{
           {"boſſ@example.com", "boss@example.com"},
           {"straße@example.com", "strasse@example.com"},
           {"i@example.com", "ı@example.com"},
           {"i@example.com", "İ@example.com"},
           {"c@example.com", "с@example.com"},
           {"ﬁ@example.com", "fi@example.com"},
           {"é@example.com", "e@example.com"},
       }) {
    const auto& one = pair[0];
    const auto& other = pair[1];
    CAPTURE(one);
    CHECK(key(one) != key(other));
    CHECK(key(one) != "none");
  }
}

TEST_CASE("text forms: computing the key is idempotent") {
  for (const char* address :
       {"İSTANBUL.ŞĞI@Örnek.org", "ΝΙΚΟΣ@example.com", "\u1E9E@\u1E9E.example", "ŉ@example.com",
        "ǰ@example.com", "ᾳͅ@example.com", "Ω\u0345@example.com", "用户@例え.org"}) {
    CAPTURE(address);
    const std::string once = key(address);
    CHECK(once != "none");
    CHECK(key(once) == once);
  }
}

TEST_CASE("text forms: invisible characters are rejected") {
  for (const char* unseen :
       {"\u200B",     "\u200C",    "\u200D", "\u2060", "\uFEFF", "\u00AD",     "\u034F",
        "\u115F",     "\u3164",    "\uFFA0", "\u180E", "\u202A", "\u202E",     "\u2066",
        "\u2069",     "\u200E",    "\u061C", "\u00A0", "\u2003", "\u3000",     "\u1680",
        "\u2028",     "\u2029",    "\u0085", "\u0001", " ",      "\uFE0F",     "\U000E0001",
        "\U000E0100", "\uE000",    "\u0378", "\uFFFF", "\u2800", "\U00016FE4", "\U00013441",
        "\U00013442", "\U0001D159"}) {
    const std::string text = unseen;
    CAPTURE(text);
    CHECK(key(text + "@example.com") == "none");
    CHECK(key("a" + text + "é@example.com") == "none");
    CHECK(key("é@exam" + text + "ple.com") == "none");
  }
}

TEST_CASE("text forms: a domain that IDNA2008 does not allow is rejected") {
  for (const char* domain : {"i❤.ws", "ü-.example", "-ü.example", "aא.example", "℀.example",
                             "a_ü.example", "ü..example", ".ü", "\u0301a.example"}) {
    CAPTURE(domain);
    CHECK(key("a@" + std::string(domain)) == "none");
    CHECK_FALSE(forms.ascii_domain(domain).has_value());
  }
  // The context rules of the middle dot apply to registries, not to programs that look a domain up
  // (RFC 5891, section 5.4).
  CHECK(forms.ascii_domain("x\u00B7y.example") == "xn--xy-0ea.example");
  std::string longest;
  for (int i = 0; i < 40; ++i) longest += "üüüüü.";
  CHECK_FALSE(forms.ascii_domain(longest + "example").has_value());
}

TEST_CASE("text forms: passwords are composed and decomposed") {
  CHECK(forms.compose(Secret("cafe\u0301")).reveal() == "caf\u00E9");
  CHECK(forms.decompose(Secret("caf\u00E9")).reveal() == "cafe\u0301");
  CHECK(forms.compose("nguye\u0302\u0303n") == "nguy\u1EC5n");
  CHECK(forms.compose("").empty());
  CHECK(forms.compose(Secret()).empty());
  // Composition replaces no letter by a similar one.
  CHECK(forms.compose("ﬁﬀ①") == "ﬁﬀ①");
  const std::string long_text(100'000, 'x');
  CHECK(forms.compose(long_text + "e\u0301") == long_text + "\u00E9");
}

TEST_CASE("text forms: parts of texts are searched without regard to case, in every script") {
  CHECK(forms.fold("Ann O'Neil") == "ann o'neil");
  CHECK(forms.fold("STRASSE") == forms.fold("stra\u00DFe"));
  CHECK(forms.fold("\u0391\u0392") == "\u03B1\u03B2");
  CHECK(forms.fold("Cafe\u0301") == "caf\u00E9");
  CHECK(forms.fold("").empty());
}

TEST_CASE("text forms: concurrent threads get the same results") {
  std::vector<std::thread> threads;
  std::vector<std::string> keys(4);
  for (std::string& found : keys) {
    threads.emplace_back([&found] {
      for (int i = 0; i < 200; ++i) found = key("NGUYỄN@BÜCHER.example");
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& found : keys) CHECK(found == "nguyễn@xn--bcher-kva.example");
}

}  // namespace
}  // namespace gatehouse
