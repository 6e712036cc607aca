# shellcheck shell=bash
# shellcheck disable=SC2154 # $started comes from lifeline.sh
# Sourced by run and test, after lifeline.sh. Starts an Azurite on free ports.

# start_azurite FOLDER LOG: starts Azurite with its data in FOLDER; sets $azurite to its pid and $storage to the connection string.
start_azurite() {
  local folder=$1 log=$2 began=$SECONDS
  start node node_modules/azurite/dist/src/azurite.js --disableTelemetry --skipApiVersionCheck --silent \
    --location "$folder" --blobPort 0 --queuePort 0 --tablePort 0 >"$log" 2>&1
  azurite=$started
  until [[ -n $(azurite_address Blob "$log") && -n $(azurite_address Queue "$log") && -n $(azurite_address Table "$log") ]]; do
    if ! alive "$azurite" || ((SECONDS - began > 60)); then
      tail -n 20 "$log" >&2
      echo "Azurite did not start." >&2
      exit 1
    fi
    nap 0.1
  done
  # The account and key are published in Azurite's documentation; they open only emulators.
  local account=devstoreaccount1
  # shellcheck disable=SC2034 # read by the scripts that source this file
  storage="DefaultEndpointsProtocol=http;AccountName=$account;\
AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;\
BlobEndpoint=$(azurite_address Blob "$log")/$account;\
QueueEndpoint=$(azurite_address Queue "$log")/$account;\
TableEndpoint=$(azurite_address Table "$log")/$account;"
}

azurite_address() {
  sed -n "s#.*Azurite $1 service is successfully listening at \(http://[0-9.:]*\).*#\1#p" "$2" | head -n 1
}
