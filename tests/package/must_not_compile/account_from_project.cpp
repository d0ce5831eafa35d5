// A project id in place of an account id.
// error: conversion from .*Id<.*ProjectTag>.* to non-scalar type .*Id<.*AccountTag>
// error: no viable conversion from .Id<struct ProjectTag>. to .Id<struct AccountTag>
#include <gatehouse/model/ids.hpp>

gatehouse::AccountId account_of(gatehouse::ProjectId project, gatehouse::AccountId account) {
  (void)project, (void)account;
#ifdef MUST_NOT_COMPILE
  gatehouse::AccountId id = project;
#else
  gatehouse::AccountId id = account;
#endif
  return id;
}
