#include <gatehouse/services/detail/search.hpp>

#include <algorithm>

#include <gatehouse/base/ascii.hpp>
#include <gatehouse/base/text.hpp>

namespace gatehouse {

Search::Search(const ListFilter& filter, const TextForms* forms)
    : forms_(forms), part_(folded(filter.part.value_or(""))) {}

bool Search::finds(std::initializer_list<std::string_view> texts) const {
  return part_.empty() || std::ranges::any_of(texts, [this](std::string_view text) {
           return folded(text).find(part_) != std::string::npos;
         });
}

std::string Search::folded(std::string_view text) const {
  return forms_ == nullptr || is_ascii(text) ? to_lower(text) : forms_->fold(text);
}

}  // namespace gatehouse
