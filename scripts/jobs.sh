# shellcheck shell=bash
# shellcheck disable=SC2154 # $started comes from lifeline.sh, $work from the script that sources this file
# Sourced by test, after lifeline.sh: runs jobs side by side in two places, and writes down how long things take.
#
# Two places, whatever the machine: a job keeps more than one core busy, and on a busier machine tests would time out.

names=("" "" "") pids=("" "" "") begans=("" "" "")

# took WHAT SECONDS: a line for the table of print_times.
took() {
  printf '%s\t%s\n' "$2" "$1" >>"$work/times"
}

# timed_step WHAT LOG COMMAND...: step, with its time in the table.
timed_step() {
  local began=$SECONDS
  step "$@"
  took "$1" $((SECONDS - began))
}

# Waits until a place is free; its number, 1 or 2, is in $place.
take_place() {
  while true; do
    settle_ended
    for place in 1 2; do
      if [[ ! ${names[place]} ]]; then return; fi
    done
    nap 0.2
  done
}

# begin NAME COMMAND...: starts a job in the place that take_place found. Its output goes to "$work/NAME.log".
begin() {
  local name=$1
  shift
  printf '%s ...\n' "$name"
  start "$@" >"$work/$name.log" 2>&1
  names[place]=$name pids[place]=$started begans[place]=$SECONDS
}

# until_ended [NAME]: waits until no job, or no job of this name, is left.
until_ended() {
  settle_ended
  while [[ ${1-} && (${names[1]} == "$1" || ${names[2]} == "$1") || ! ${1-} && ${names[1]}${names[2]} ]]; do
    nap 0.2
    settle_ended
  done
}

# Calls job_ended NAME STATUS SECONDS, which the script defines, for each job that has ended.
settle_ended() {
  local i name status seconds
  for i in 1 2; do
    name=${names[i]}
    if [[ ! $name ]] || alive "${pids[i]}"; then continue; fi
    status=0
    wait "${pids[i]}" || status=$?
    finish "${pids[i]}"
    names[i]=""
    seconds=$((SECONDS - begans[i]))
    took "$name" "$seconds"
    job_ended "$name" "$status" "$seconds"
  done
}

# print_times RESULTS...: the slowest steps and jobs, and the slowest test classes in these files of results.
print_times() {
  echo "Slowest steps and projects (two projects run at a time):"
  sort -rn "$work/times" | head -n 10 | awk -F '\t' '{ printf "%7d s  %s\n", $1, $2 }'
  echo "Slowest test classes (the durations of their tests added up):"
  # A test is called Namespace.Class.Method, and a theory's has its arguments in parentheses.
  { cat "$@" 2>/dev/null || true; } |
    sed -n 's/.*<UnitTestResult .* testName="\([^"(]*\).* duration="\([0-9:.]*\)".*/\2 \1/p' | awk '
    { split($1, time, ":"); parts = split($2, name, "."); class = name[parts - 1]
      sum[class] += time[1] * 3600 + time[2] * 60 + time[3]; tests[class]++ }
    END { for (class in sum) printf "%7.1f s  %s (%d)\n", sum[class], class, tests[class] }' | sort -rn | head -n 10
}
