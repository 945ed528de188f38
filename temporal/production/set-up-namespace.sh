#!/bin/sh
# Creates the namespace and registers the search attributes. Running it again changes nothing.
# Reads TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, as the Temporal CLI does, and TEMPORAL_RETENTION,
# the time for which closed workflows are kept.
set -eu

search_attributes='
ProvisioningState=Keyword
OrganizationId=Keyword
TenantId=Keyword
Service=Keyword
ConsentStep=Keyword
SyncMethod=Keyword
QuarantineAdapter=Keyword
'

# A new server or namespace takes some seconds to be visible everywhere.
try() {
  attempts=30
  until "$@"; do
    attempts=$((attempts - 1))
    if [ "$attempts" -eq 0 ]; then
      echo "Gave up: $*" >&2
      return 1
    fi
    sleep 2
  done
}

make_namespace() {
  temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" \
      --retention "${TEMPORAL_RETENTION:-720h}"
}

list_attributes() {
  known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE")
}

register() {
  temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
    --name "$1" --type "$2"
}

can_be_searched() {
  temporal workflow count --namespace "$TEMPORAL_NAMESPACE" --query "$1 = 'any'" >/dev/null
}

try temporal operator cluster health
try make_namespace
try list_attributes
for attribute in $search_attributes; do
  name=${attribute%=*}
  echo "$known" | grep -qw "$name" || try register "$name" "${attribute#*=}"
done
for attribute in $search_attributes; do
  try can_be_searched "${attribute%=*}"
done
