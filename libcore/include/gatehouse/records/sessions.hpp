/// Sessions.
#pragma once

#include <tuple>

#include <gatehouse/model/session.hpp>
#include <gatehouse/records/kind.hpp>

namespace gatehouse::records {

template <>
inline constexpr auto description<Session> = kind("session",
                                                  key(&Session::expires_at, &Session::digest),
                                                  std::tuple{
                                                      secret(identity("digest", &Session::digest)),
                                                      owner(fixed("account", &Session::account)),
                                                      fixed("user", &Session::user),
                                                      fixed("created_at", &Session::created_at),
                                                      fixed("expires_at", &Session::expires_at),
                                                  });

}  // namespace gatehouse::records
