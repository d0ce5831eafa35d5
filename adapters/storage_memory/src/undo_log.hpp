/// What a transaction did, so that it can be undone.
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::memory {

class UndoLog {
 public:
  class Step {
   public:
    virtual ~Step() = default;
    /// Must neither throw nor allocate: it runs when there may be no memory left.
    virtual void undo() noexcept = 0;
  };

  /// Notes a step before it is done, so that what fails for want of memory fails before anything
  /// was changed. The caller fills the step in as it goes; one that stays empty undoes nothing.
  template <class Kind>
  Kind& add(std::unique_ptr<Kind> step) {
    Kind& added = *step;
    steps_.push_back(std::move(step));
    return added;
  }

  void keep() noexcept { steps_.clear(); }

  void roll_back() noexcept {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) (*step)->undo();
    steps_.clear();
  }

 private:
  std::vector<std::unique_ptr<Step>> steps_;
};

}  // namespace gatehouse::memory
