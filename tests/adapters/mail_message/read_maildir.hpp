/// Reads a Maildir by means that are not ours (read_maildir.py).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// What read_maildir.py tells of each mail.
using DecodedMail = std::map<std::string, std::string>;

/// Throws std::runtime_error when the mails cannot be read.
std::vector<DecodedMail> read_maildir(const std::filesystem::path& path);
