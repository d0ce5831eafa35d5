#include "mailbox.hpp"

#include <stdexcept>

#include "process.hpp"

namespace gatehouse::testing {
namespace {

/// Converts ASCII letters to lower case.
std::string folded(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string MailText::header(const std::string& name) const {
  const std::string head = "\n" + raw.substr(0, raw.find("\n\n"));
  const std::string field = "\n" + name + ": ";
  const std::size_t begin = head.find(field);
  if (begin == std::string::npos) return {};
  const std::size_t value = begin + field.size();
  return head.substr(value, head.find('\n', value) - value);
}

std::vector<MailText> Mailbox::to(const std::string& address) {
  const std::lock_guard lock(mutex_);
  look();
  return by_address_[folded(address)];
}

MailText Mailbox::last_to(const std::string& address) {
  const auto all = to(address);
  if (all.empty()) throw std::runtime_error("no mail to " + address);
  return all.back();
}

void Mailbox::look() {
  if (!std::filesystem::is_directory(folder_ / "new")) return;
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "new")) {
    names.insert(entry.path().filename().string());
  }
  for (const std::string& name : names) {
    if (!seen_.insert(name).second) continue;
    MailText mail{read_file(folder_ / "new" / name)};
    by_address_[folded(mail.header("To"))].push_back(mail);
  }
}

}  // namespace gatehouse::testing
