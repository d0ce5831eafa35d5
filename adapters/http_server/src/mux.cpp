#include <gatehouse/http_server/mux.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace gatehouse::http {

Mux& Mux::mount(std::string_view pattern, Handler& handler, Requests requests) {
  if (std::ranges::find(mounts_, pattern, &Mount::pattern) != mounts_.end()) {
    throw std::logic_error("two handlers are mounted at " + std::string(pattern));
  }
  if (requests == Requests::relayed) {
    if (!relayed_prefix_.empty() || !pattern.ends_with('/')) {
      throw std::logic_error("relayed requests have one prefix, which ends with a slash");
    }
    relayed_prefix_ = pattern;
  }
  const auto longer = [&](const Mount& other) { return other.pattern.size() > pattern.size(); };
  mounts_.insert(std::ranges::find_if_not(mounts_, longer), {pattern, &handler});
  return *this;
}

Handler& Mux::find(std::string_view path) const noexcept {
  for (const auto& [pattern, handler] : mounts_) {
    if (!path.starts_with(pattern)) continue;
    const bool fits = pattern.ends_with('/') || without_closing_slash(path) == pattern;
    if (fits) return *handler;
  }
  return *fallback_;
}

}  // namespace gatehouse::http
