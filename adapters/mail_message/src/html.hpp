/// Plain text as a page.
#pragma once

#include <string_view>

#include <gatehouse/base/wiped_text.hpp>

namespace gatehouse::mail_message {

/// `text`, lines ended by '\n', as an HTML document that shows the same: paragraphs where there are
/// empty lines, line breaks as they are, and what begins with http:// or https:// as a link to
/// itself. All of it is escaped; there is nothing to load, and no script.
[[nodiscard]] WipedText html_of(std::string_view text);

}  // namespace gatehouse::mail_message
