# Debian's packages. Sourced by scripts/setup, after common.sh.

as_root=()
apt_get=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300)

# install_packages PACKAGE...: installs the missing packages without starting their servers; the
# tests start their own.
install_packages() {
  local missing
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is no Debian. What Gatehouse is built with there, and has to be found here:"
    say "  $*"
    return
  fi
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then return; fi
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "Neither root nor sudo; as root, run: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  run_quietly "apt-get update" "${as_root[@]}" "${apt_get[@]}" update
  if [[ " ${missing[*]} " == *" postgresql-15 "* ]]; then install_postgresql; fi
  if [[ " ${missing[*]} " == *" nginx "* ]]; then install_stopped nginx nginx; fi
  if [[ " ${missing[*]} " == *" exim4-daemon-light "* ]]; then
    install_stopped exim4-daemon-light exim4
  fi
  apt_install "${missing[@]}"
}

missing_packages() {
  local installed package
  installed=" $(dpkg-query -W -f '${db:Status-Status}=${Package} ' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    if [[ "$installed" != *" installed=$package "* ]]; then echo "$package"; fi
  done
}

# With --no-remove, a mail server other than Exim is kept, and the conflict is reported.
apt_install() {
  run_quietly "apt-get install" "${as_root[@]}" "${apt_get[@]}" \
    install --no-install-recommends --no-remove "$@"
}

# The package of the PostgreSQL server makes a cluster and starts it, unless postgresql-common is
# configured not to beforehand.
install_postgresql() {
  local settings=/etc/postgresql-common/createcluster.conf
  apt_install postgresql-common
  "${as_root[@]}" sed -i.before-gatehouse -e '/create_main_cluster/d' \
    -e '$a create_main_cluster = false' "$settings"
  trap "${as_root[*]} mv $settings.before-gatehouse $settings" EXIT
  apt_install postgresql-15
  "${as_root[@]}" mv "$settings.before-gatehouse" "$settings"
  trap - EXIT
}

# install_stopped PACKAGE SERVICE: installs without starting the service; Debian would start nginx
# on port 80, and Exim on port 25, now and at each boot. Services installed before are not changed.
install_stopped() {
  local package="$1" service="$2"
  forbid_starting "$service"
  apt_install "$package"
  allow_starting
  if [[ -d /run/systemd/system ]]; then
    run_quietly "Disabling $service" \
      "${as_root[@]}" systemctl --quiet disable --now "$service.service"
  elif [[ -x /usr/sbin/update-rc.d ]]; then
    run_quietly "Disabling $service" "${as_root[@]}" /usr/sbin/update-rc.d "$service" disable
  fi
}

policy=/usr/sbin/policy-rc.d
policy_mark="# Put here by Gatehouse's scripts/setup for the time of an installation."

forbid_starting() {
  local text service="$1"
  # A policy of another program is kept; services that it lets start are stopped afterwards.
  if [[ -e $policy ]] && ! grep -qF "$policy_mark" "$policy"; then return; fi
  text="$(mktemp)"
  printf '%s\n' '#!/bin/sh' "$policy_mark" \
    'case " $* " in *" '"$service"' "*) exit 101 ;; esac' 'exit 0' >"$text"
  trap remove_policy EXIT
  "${as_root[@]}" install -m 755 "$text" "$policy"
  rm -f "$text"
}

allow_starting() {
  remove_policy
  trap - EXIT
}

remove_policy() {
  if grep -qsF "$policy_mark" "$policy"; then "${as_root[@]}" rm -f "$policy"; fi
}
