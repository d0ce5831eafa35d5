#include <doctest/doctest.h>

#include <gatehouse/base/ascii.hpp>

using namespace gatehouse;

TEST_CASE("ascii: conversion changes the case of letters and leaves all other octets unchanged") {
  CHECK(to_lower("aZ[@`{09\xC3\x84-") == "az[@`{09\xC3\x84-");
  CHECK(to_upper("aZ[@`{09\xC3\xA4-") == "AZ[@`{09\xC3\xA4-");
  CHECK(to_lower("").empty());
  for (int octet = 0; octet < 256; ++octet) {
    const char c = static_cast<char>(octet);
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    CHECK((to_lower(c) != to_upper(c)) == is_letter);
  }
}

TEST_CASE("ascii: comparison ignores the case of letters only") {
  CHECK(equal_but_case("Content-Type", "content-TYPE"));
  CHECK(equal_but_case("", ""));
  CHECK(!equal_but_case("Content-Type", "Content-Typ"));
  CHECK(!equal_but_case("Content-Typ", "Content-Type"));
  CHECK(!equal_but_case("[", "{"));
  CHECK(!equal_but_case("@", "`"));
  CHECK(!equal_but_case("\xC3\x84", "\xC3\xA4"));
}
