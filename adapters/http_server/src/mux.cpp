#include <gatehouse/http_server/mux.hpp>

#include <stdexcept>

namespace gatehouse::http {

Mux& Mux::mount(std::string_view pattern, Handler& handler, Origin origin) {
  if (origin == Origin::relayed) {
    if (!relayed_prefix_.empty() || !pattern.ends_with('/')) {
      throw std::logic_error("relayed requests have one prefix, which ends with a slash");
    }
    relayed_prefix_ = pattern;
  }
  mounts_.push_back({pattern, &handler});
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
