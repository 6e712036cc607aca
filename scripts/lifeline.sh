# shellcheck shell=bash
# Sourced by run and test. Everything they start ends when they end, even if they are killed outright.
#
# Each child gets a process group of its own, so that Ctrl-C in a terminal reaches only the script, and storage does not stop before
# the app. The child reports its pid to a watcher through a pipe, which closes when the script ends, however it ends. The watcher
# then ends the groups one by one, the last started first: SIGTERM, and SIGKILL after 35 seconds.
# This is the only clean-up of processes, for all endings.

open_lifeline() {
  local folder
  folder=$(mktemp -d)
  mkfifo "$folder/lifeline"
  # Open both ends now: a watcher that opened its own end might find the pipe's name gone.
  exec 9<>"$folder/lifeline" 8<"$folder/lifeline"
  set -m
  end_what_was_started <&8 >/dev/null 2>&1 8<&- 9>&- &
  watcher=$!
  set +m
  exec 8<&-
  rm -r "$folder"
  trap close_lifeline EXIT
}

# Runs on exit: closes the pipe and waits until everything has ended. Then calls after_the_end, which the script may define.
close_lifeline() {
  local status=$?
  trap '' INT TERM HUP
  exec 9>&-
  wait "$watcher" 2>/dev/null || true
  if declare -F after_the_end >/dev/null; then after_the_end; fi
  exit "$status"
}

# start [--ends-last] COMMAND...: starts a command in the background and sets $started to its pid. Redirect the call to redirect the command.
started=""
start() {
  local order=first
  if [[ $1 == --ends-last ]]; then
    order=last
    shift
  fi
  set -m
  # shellcheck disable=SC2016 # expanded by the child, which reports itself before it can do anything else
  sh -c 'echo "$0 $$" >&9; exec "$@" 9>&-' "$order" "$@" </dev/null &
  started=$!
  set +m
}

# step WHAT LOG COMMAND...: runs a command with one line of progress; if it fails, shows the end of its output and exits.
step() {
  local what=$1 log=$2 began=$SECONDS status=0 dots=0
  shift 2
  printf '%s ...' "$what"
  start "$@" >"$log" 2>&1
  while alive "$started"; do
    nap 0.2
    if ((SECONDS - began >= 5 * (dots + 1))); then
      dots=$((dots + 1))
      printf '.'
    fi
  done
  wait "$started" || status=$?
  finish "$started"
  if ((status)); then
    printf ' failed\n'
    tail -n 100 "$log" >&2
    echo "$what failed with code $status." >&2
    exit 1
  fi
  printf ' %d s\n' $((SECONDS - began))
}

# finish PID: ends what a finished command may have left behind in its group, and removes it from the watcher's list.
finish() {
  kill -TERM -- "-$1" 2>/dev/null || true
  echo "ended $1" >&9
}

# Sleeps, but a signal ends the wait at once.
nap() {
  sleep "$1" 9>&- &
  wait $!
}

# Whether a process runs; a zombie does not.
alive() {
  kill -0 "$1" 2>/dev/null || return 1
  [[ ! -r /proc/$1/stat ]] || [[ $(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null) != Z ]]
}

# The watcher: reads reports until the pipe closes, then ends every group.
end_what_was_started() {
  local line pid rest pids=" "
  trap '' INT TERM HUP
  set +e
  while read -r line; do
    pid=${line#* }
    case $line in
      first\ *) pids=" $pid$pids" ;;
      last\ *) pids="$pids$pid " ;;
      ended\ *) pids=${pids/ $pid / } ;;
    esac
  done
  for pid in $pids; do
    kill -TERM -- "-$pid" || continue
    for ((rest = 350; rest > 0; rest--)); do
      alive "$pid" || break
      sleep 0.1
    done
    kill -KILL -- "-$pid"
  done
}
