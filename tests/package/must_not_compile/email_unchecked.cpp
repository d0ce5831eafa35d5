// An implicit conversion of unchecked text to an e-mail address.
// error: conversion from .* to non-scalar type .*Email
// error: no viable conversion from .* to '(const )?(gatehouse::)?Email'
#include <gatehouse/model/email.hpp>

gatehouse::Email sender() {
#ifdef MUST_NOT_COMPILE
  gatehouse::Email email = "a\r\nBcc: everyone@example.com";
#else
  gatehouse::Email email = gatehouse::Email::parse("a@example.com").value();
#endif
  return email;
}
