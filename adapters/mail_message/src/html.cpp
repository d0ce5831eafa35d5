#include "html.hpp"

#include <algorithm>
#include <cstddef>

namespace gatehouse::mail_message {
namespace {

/// Escapes text for an element's content or a quoted attribute.
WipedText escaped(std::string_view text) {
  WipedText out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

/// Returns the URL at the start of the text, or an empty text. Punctuation that ends a sentence is
/// not part of a URL.
std::string_view leading_url(std::string_view text) {
  std::size_t scheme = 0;
  for (const std::string_view known : {"http://", "https://"}) {
    if (text.starts_with(known)) scheme = known.size();
  }
  if (scheme == 0) return {};
  text = text.substr(0, text.find_first_of(" \t\r\n<>\""));
  while (text.size() > scheme && std::string_view(".,;:!?)'").find(text.back()) != text.npos) {
    text.remove_suffix(1);
  }
  return text.size() > scheme ? text : std::string_view();
}

WipedText with_links(std::string_view line) {
  WipedText out;
  while (!line.empty()) {
    const std::size_t start = std::min(line.find("http"), line.size());
    out += escaped(line.substr(0, start));
    line.remove_prefix(start);
    const std::string_view url = leading_url(line);
    if (!url.empty()) {
      const WipedText address = escaped(url);
      out.append("<a href=\"").append(address).append("\">").append(address).append("</a>");
      line.remove_prefix(url.size());
    } else if (!line.empty()) {
      out += escaped(line.substr(0, 1));
      line.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

WipedText html_of(std::string_view text) {
  WipedText out = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n";
  bool in_paragraph = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) {
      if (in_paragraph) out += "</p>\n";
      in_paragraph = false;
      continue;
    }
    out += in_paragraph ? "<br>\n" : "<p>";
    out += with_links(line);
    in_paragraph = true;
  }
  if (in_paragraph) out += "</p>\n";
  return out.append("</body>\n</html>\n");
}

}  // namespace gatehouse::mail_message
