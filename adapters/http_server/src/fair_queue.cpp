#include "fair_queue.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <gatehouse/base/invariant.hpp>

namespace gatehouse::http::server {
namespace {

/// Number of strangers that may have turns of their own on one matter; further ones share the turns
/// of one party with a reserved name. Parties are counted rather than work, so that one client with
/// many requests for an account does not affect others that want the same account. The work of the
/// shared party is counted too, so that a lasting attack remains limited to one turn.
constexpr std::size_t crowd = 8;
constexpr std::string_view crowd_party("\0", 1);

}  // namespace

struct FairQueue::Path {
  std::array<std::string, 3> names;
  bool is_crowd = false;
  bool is_without_party = false;
};

FairQueue::Path FairQueue::path_of(const Claim& claim) const {
  const bool is_stranger = claim.standing == Claim::Standing::stranger;
  Path path{.names = {is_stranger ? "s" : "k", claim.party, claim.matter},
            .is_crowd = is_stranger && !claim.matter.empty(),
            .is_without_party = claim.party.empty()};
  if (path.is_crowd) {
    const auto found = crowds_.find(claim.matter);
    if (found != crowds_.end() && found->second >= crowd) path.names[1] = crowd_party;
  }
  return path;
}

bool FairQueue::has_room(const Path& path, std::size_t capacity) const {
  if (root_.size >= capacity) return false;
  if (path.is_without_party || room_ == Room::enough) return true;
  // Each standing has half of the slots.
  std::size_t room = (capacity + 1) / 2;
  const Part* part = &root_;
  for (const std::string& name : path.names) {
    const auto found = part->parts.find(name);
    // Nothing is queued for this part or below it.
    if (found == part->parts.end()) return true;
    part = found->second.get();
    invariant(part->size > 0);
    if (part->size >= room) return false;
    room -= part->size;
  }
  return true;
}

bool FairQueue::push(const Claim& claim, std::shared_ptr<Work> work, std::size_t capacity) {
  const Path path = path_of(claim);
  if (!has_room(path, capacity)) return false;
  std::list<std::shared_ptr<Work>> works;
  works.push_back(std::move(work));
  std::array<Part*, 4> way{&root_};
  std::size_t* crowd_size = nullptr;
  try {
    for (std::size_t level = 0; level < path.names.size(); ++level) {
      way[level + 1] = &part_of(*way[level], path.names[level]);
    }
    const bool is_counted = path.names[1] == crowd_party || way.back()->size == 0;
    if (path.is_crowd && is_counted) crowd_size = &crowds_[path.names.back()];
  } catch (...) {
    drop_empty(path);
    throw;
  }
  // Nothing below can fail.
  for (Part* part : way) ++part->size;
  Part& last = *way.back();
  last.works.splice(last.works.end(), works);
  last.is_crowd = path.is_crowd;
  invariant(last.size == last.works.size());
  if (crowd_size != nullptr) ++*crowd_size;
  return true;
}

/// A new part is last in turn.
FairQueue::Part& FairQueue::part_of(Part& above, const std::string& name) {
  auto [found, is_new] = above.parts.try_emplace(name);
  if (is_new) {
    // The key's address is stable for the lifetime of the part.
    above.turns.push_back(&found->first);
    found->second = std::make_unique<Part>();
  }
  return *found->second;
}

/// Removes what part_of() created for the path, even if it ran out of memory half-way.
void FairQueue::drop_empty(const Path& path) noexcept {
  Part* part = &root_;
  for (const std::string& name : path.names) {
    const auto found = part->parts.find(name);
    if (found == part->parts.end()) return;
    if (!found->second || found->second->size == 0) {
      if (!part->turns.empty() && part->turns.back() == &found->first) part->turns.pop_back();
      part->parts.erase(found);
      return;
    }
    part = found->second.get();
  }
}

std::shared_ptr<Work> FairQueue::pop() {
  if (empty()) return nullptr;
  std::array<Part*, 4> way{&root_};
  for (std::size_t level = 0; level + 1 < way.size(); ++level) {
    const Part& above = *way[level];
    invariant(above.turns.size() == above.parts.size());
    const auto next = above.parts.find(*above.turns.front());
    invariant(next != above.parts.end() && next->second->size > 0);
    way[level + 1] = next->second.get();
  }
  Part& last = *way.back();
  invariant(last.size == last.works.size());
  auto work = std::move(last.works.front());
  last.works.pop_front();
  const bool is_counted = *way[1]->turns.front() == crowd_party || last.size == 1;
  if (last.is_crowd && is_counted) leave_crowd(*way[2]->turns.front());

  // Starts at the last level, since an empty part is removed with everything in it.
  for (std::size_t level = way.size() - 1; level-- > 0;) {
    Part& above = *way[level];
    if (--way[level + 1]->size > 0) {
      above.turns.splice(above.turns.end(), above.turns, above.turns.begin());
    } else {
      const auto done = above.parts.find(*above.turns.front());
      above.turns.pop_front();
      above.parts.erase(done);
    }
  }
  --root_.size;
  invariant(root_.size > 0 || (root_.parts.empty() && crowds_.empty()));
  return work;
}

void FairQueue::leave_crowd(const std::string& matter) noexcept {
  const auto found = crowds_.find(matter);
  invariant(found != crowds_.end() && found->second > 0);
  if (--found->second == 0) crowds_.erase(found);
}

}  // namespace gatehouse::http::server
