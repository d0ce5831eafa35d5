/// Plain text as an HTML page.
#pragma once

#include <string_view>

#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse::mail_message {

/// Converts `text`, with lines ended by '\n', to an HTML document: empty lines separate paragraphs,
/// line breaks are kept, and URLs with http:// or https:// become links. All text is escaped; the
/// document loads nothing and has no script.
[[nodiscard]] WipedText html_of(std::string_view text);

}  // namespace gatehouse::mail_message
