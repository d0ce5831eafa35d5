/// Texts that some storages do not preserve.
#pragma once

#include <string>
#include <vector>

namespace gatehouse::conformance {

[[nodiscard]] inline std::vector<std::string> awkward_texts() {
  return {
      "",
      " ",
      " leading and trailing ",
      "0",
      "007",
      "1e3",
      "NULL",
      "'; DROP TABLE users; --",
      "it's \"quoted\" `twice` [once]",
      R"(back\slash \n \\ \')",
      "100% of _ under*score?",
      ":name $1 ?1 @p #tag {0} %s %n",
      "line\nfeed\r\nreturn\ttab",
      "\x01\x02\x1b[31m\x7f",
      "şğıİçöüŞĞÇÖÜ",
      "Straße STRASSE",
      "caf\u00e9 cafe\u0301",
      "\u212b \u00c5 A\u030a",
      "😀👩‍👩‍👧‍👦🏳️‍🌈",
      "\U0010FFFF\uFFFD\uFEFF",
      "\u200bzero\u200dwidth",
      "שלום עולם مرحبا",
      "漢字かな交じり文",
      std::string(100'000, 'x'),
      std::string(50'000, '\'') + "\u00e9",
  };
}

}  // namespace gatehouse::conformance
