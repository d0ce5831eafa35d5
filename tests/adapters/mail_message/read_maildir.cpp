#include "read_maildir.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>

#include <gatehouse/base/bytes.hpp>

namespace {

std::string output_of(const std::string& command) {
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string output;
  std::array<char, 4096> part{};
  while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe)) {
    output.append(part.data(), got);
  }
  if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  return output;
}

std::string text_of(const std::string& hex) {
  std::vector<std::uint8_t> bytes(hex.size() / 2);
  if (!gatehouse::from_hex(hex, bytes)) throw std::runtime_error("no hex: " + hex);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::vector<DecodedMail> read_maildir(const std::filesystem::path& path) {
  std::istringstream output(output_of(READ_MAILDIR_COMMAND " '" + path.string() + "'"));
  std::vector<DecodedMail> mails;
  DecodedMail mail;
  for (std::string line; std::getline(output, line);) {
    if (line.empty()) {
      mails.push_back(std::move(mail));
      mail.clear();
      continue;
    }
    const std::size_t space = line.find(' ');
    mail[line.substr(0, space)] = text_of(line.substr(space + 1));
  }
  return mails;
}
