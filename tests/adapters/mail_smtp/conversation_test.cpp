#include <conversation.hpp>

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using gatehouse::mail_smtp::Conversation;

namespace {

Conversation after(std::initializer_list<std::string_view> lines, bool sent = false) {
  Conversation conversation("Subject: x\n\nHello\n");
  std::array<char, 1000> buffer{};
  if (sent) (void)conversation.read(buffer);
  for (const std::string_view line : lines) conversation.hear(line);
  return conversation;
}

}  // namespace

TEST_CASE("smtp conversation: the mail is sent in pieces, with the line ends of SMTP") {
  Conversation conversation("Subject: x\n\n.\nHello\n");
  std::string all;
  std::array<char, 7> piece{};
  while (const std::size_t count = conversation.read(piece)) {
    CHECK(conversation.is_sent() == (all.size() + count == 24));
    all.append(piece.data(), count);
  }
  CHECK(all == "Subject: x\r\n\r\n.\r\nHello\r\n");
}

TEST_CASE("smtp conversation: only a reply after the whole mail accepts or refuses it") {
  CHECK_FALSE(after({"220 hi", "250 hi", "250 sender", "250 recipient", "354 go"}).is_accepted());
  CHECK_FALSE(after({"550 no"}).is_refused());
  CHECK(after({"250 taken"}, true).is_accepted());
  CHECK(after({"250-taken", "250 indeed"}, true).is_accepted());
  CHECK_FALSE(after({"250-taken"}, true).is_accepted());
  CHECK(after({"554 no"}, true).is_refused());
  CHECK(after({"451 no"}, true).is_refused());
  CHECK_FALSE(after({"554 no"}, true).is_accepted());
  const Conversation silent = after({}, true);
  CHECK_FALSE(silent.is_accepted());
  CHECK_FALSE(silent.is_refused());
  CHECK_FALSE(after({"221 goodbye"}, true).is_accepted());
}

TEST_CASE("smtp conversation: replies after acceptance have no effect") {
  CHECK(after({"250 taken", "421 goodbye"}, true).is_accepted());
  CHECK_FALSE(after({"554 no", "250 well"}, true).is_accepted());
}

TEST_CASE("smtp conversation: a refusal is reported by its codes, never by its text") {
  CHECK(after({"250 fine"}).refusal().empty());
  CHECK(after({"550 secret"}).refusal() == "550");
  CHECK(after({"550 5.1.1 secret"}).refusal() == "550 5.1.1");
  CHECK(after({"550-5.7.26 secret", "550 5.7.26 secret\r\n"}).refusal() == "550 5.7.26");
  CHECK(after({"550 5.1.1\r\n"}).refusal() == "550 5.1.1");
  CHECK(after({"550 secret 5.1.1"}).refusal() == "550");
  CHECK(after({"550 127.0.0.1 secret"}).refusal() == "550");
  CHECK(after({"550 123456.7.89012345 x"}).refusal() == "550");
  CHECK(after({"550"}).refusal() == "550");
  CHECK(after({"550 no", "250 yes"}).refusal().empty());
  CHECK(after({"550 5.1.1 no", "221 goodbye"}).refusal() == "550 5.1.1");
  CHECK(after({"", "5", "nonsense", "55x no", "-12 no"}).refusal().empty());
}

TEST_CASE("smtp conversation: SMTPUTF8 is taken from the last answer to EHLO") {
  CHECK(after({"220 hi", "250-host", "250-SMTPUTF8", "250 SIZE 1000"}).offers_utf8());
  CHECK(after({"220 hi", "250-host", "250 smtputf8\r\n"}).offers_utf8());
  CHECK(after({"220 hi", "250-host", "250 SMTPUTF8", "250 sender", "250 recipient"}).offers_utf8());
  CHECK_FALSE(after({"220 hi", "250-host", "250 SIZE 1000"}).offers_utf8());
  CHECK_FALSE(after({"220 hi", "250-host", "250 SMTPUTF8X"}).offers_utf8());
  CHECK_FALSE(after({"220 hi", "250-host", "250 SIZE", "250-SMTPUTF8", "250 no"}).offers_utf8());
  CHECK_FALSE(after({"220 hi", "250-host", "250 SMTPUTF8", "220 TLS", "250 host"}).offers_utf8());
  CHECK(after({"220 hi", "250 host", "220 TLS", "250-host", "250 SMTPUTF8"}).offers_utf8());
}
