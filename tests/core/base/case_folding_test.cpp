#include <gatehouse/base/text.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace gatehouse {
namespace {

/// Splits into characters.
std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> all;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) all.emplace_back();
    all.back() += c;
  }
  return all;
}

// The pairs are those of Unicode's CaseFolding.txt, statuses C and S.
// Unformatted: the longest would be cut in pieces.
// clang-format off
constexpr std::pair<std::string_view, std::string_view> alphabets[] = {
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"},
    {"µÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ", "μàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ"},
    {"ĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽſ",
     "āăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžs"},
    {"ͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫςϏϐϑϕϖϘϚϜϞϠϢϤϦϨϪϬϮϰϱϴϵϷϹϺϽϾϿ",
     "ͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋσϗβθφπϙϛϝϟϡϣϥϧϩϫϭϯκρθεϸϲϻͻͼͽ"},
    {"ЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀ"
     "ӁӃӅӇӉӋӍ"
     "ӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪ"
     "Ԭ"
     "Ԯ",
     "ѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏ"
     "ӂӄӆӈӊӌӎ"
     "ӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫ"
     "ԭ"
     "ԯ"},
};
// clang-format on

TEST_CASE("case: every letter of the blocks named folds to its partner, which stays as it is") {
  for (const auto& [capitals, smalls] : alphabets) {
    const auto from = characters(capitals);
    const auto to = characters(smalls);
    REQUIRE(from.size() == to.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
      CAPTURE(from[i]);
      CHECK(fold_case(from[i]) == to[i]);
      CHECK(fold_case(to[i]) == to[i]);
    }
  }
}

TEST_CASE("case: what has no partner of one character stays as it is") {
  for (const std::string text : {"", "0123456789", "!#$%&'*+-/=?^_`{|}~@.", "×÷ßªº", "ıİĸŉ", "ΐΰ",
                                 "҂҃", "日本語", "😀", "ב", "\xC2\x80", "\xEF\xBF\xBF"}) {
    CAPTURE(text);
    CHECK(fold_case(text) == text);
  }
}

TEST_CASE(
    "case: Turkish letters fold, but the dotted capital and the dotless small i stand alone") {
  CHECK(fold_case("ÇĞÖŞÜ") == "çğöşü");
  CHECK(fold_case("I") == "i");
  CHECK(fold_case("İ") != fold_case("i"));
  CHECK(fold_case("ı") != fold_case("I"));
}

TEST_CASE("case: whole words fold letter by letter, and folding again changes nothing") {
  const std::string folded = fold_case("Straße ΣΊΣΥΦΟΣ Ёлка ŁÓDŹ 42");
  CHECK(folded == "straße σίσυφοσ ёлка łódź 42");
  CHECK(fold_case(folded) == folded);
  CHECK(fold_case("Σίσυφος") == fold_case("ΣΊΣΥΦΟΣ"));
}

}  // namespace
}  // namespace gatehouse
