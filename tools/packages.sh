# What the product needs of the system, in one place for tools/run, tools/test and the README. Sourced, not run.
PACKAGES_BUILD="g++ cmake ninja-build pkg-config ccache libepoxy-dev libglfw3-dev libglm-dev libimgui-dev libstb-dev \
libtomlplusplus-dev libcli11-dev nlohmann-json3-dev libegl-dev libgl-dev libgles-dev libsqlite3-dev \
libwebsockets-dev libopenal-dev"
PACKAGES_RUN="libgl1-mesa-dri libegl-mesa0 libgl1 fonts-inter fonts-dejavu-core"
PACKAGES_PACKAGE="dpkg-dev file mmdebstrap"
PACKAGES_FUZZ="clang libclang-rt-dev"
PACKAGES_COVERAGE="gcovr python3"
PACKAGES_TEST="libgtest-dev libgmock-dev xvfb xauth xdotool x11-utils chromium"

say() { printf '\033[1m== %s\033[0m\n' "$*"; }

# Installs what is missing of the packages given. Does nothing where all are there; stops with their names where the
# system has no apt or no right to install.
install_packages() {
  local missing=() package
  if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    command -v cmake >/dev/null && command -v ninja >/dev/null && command -v pkg-config >/dev/null &&
      pkg-config --exists epoxy glfw3 imgui 2>/dev/null && return 0
    echo "This script installs packages with apt, and this system has none." >&2
    echo "Install the equivalents of these Debian packages, then run it again:" >&2
    echo "  $*" >&2
    return 2
  fi
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    sudo=$(command -v sudo) || {
      echo "Installing needs root. As root, run: apt-get install ${missing[*]}" >&2
      return 2
    }
  fi
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y --no-install-recommends "${missing[@]}"
}
