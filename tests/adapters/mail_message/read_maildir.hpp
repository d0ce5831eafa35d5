/// Reads a Maildir with an independent reader (read_maildir.py).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// The facts that read_maildir.py prints for each mail.
using DecodedMail = std::map<std::string, std::string>;

/// Throws std::runtime_error when the mails cannot be read.
std::vector<DecodedMail> read_maildir(const std::filesystem::path& path);
