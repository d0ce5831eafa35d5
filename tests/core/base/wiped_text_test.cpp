#include <gatehouse/base/wiped_text.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using gatehouse::WipeAtEnd;
using gatehouse::WipedText;
using gatehouse::WipingAllocator;

TEST_CASE("wiped text: it can be used like std::string") {
  WipedText text("a code: ");
  text.append(std::string(64, 'c')).append("\n");
  CHECK(text.size() == 73);
  CHECK(text.ends_with("c\n"));
  CHECK(WipedText(text) == text);
  CHECK(std::string(text) == "a code: " + std::string(64, 'c') + "\n");
}

TEST_CASE("wiped text: the memory of a text is wiped at the end of its scope") {
  std::string text(64, 'c');
  { const WipeAtEnd wiped(text); }
  CHECK(text == std::string(64, '\0'));
}

TEST_CASE("wiped text: all memory comes from one allocator type") {
  CHECK(WipingAllocator<char>() == WipingAllocator<char>());
  std::vector<int, WipingAllocator<int>> numbers{1, 2, 3};
  CHECK(std::ranges::count(numbers, 2) == 1);
}
