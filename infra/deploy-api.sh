#!/usr/bin/env bash
# infra/deploy-api.sh [PACKAGE]: puts the function app's package (a zip of `dotnet publish`, made here if none is given) where instances
# start from, and starts them anew. azd runs it with values of its environment: AZURE_RESOURCE_GROUP, EDS_FUNCTION_APP, EDS_PACKAGES_URL.
#
# `func publish`, `az functionapp deploy` and azd's own host "function" have the app's identity write the package, which it may only read.
# Needs bash and the Azure CLI, signed in; without a PACKAGE the .NET SDK and zip too.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${AZURE_RESOURCE_GROUP:?}" "${EDS_FUNCTION_APP:?}" "${EDS_PACKAGES_URL:?}"
package=${1:-}

if [ -z "$package" ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  package=$folder/api.zip
  dotnet publish src/Functions --configuration Release --output "$folder/api" --nologo --verbosity quiet
  (cd "$folder/api" && zip --quiet --recurse-paths "$package" .)
fi

# A role that was given a moment ago may not be known everywhere for some minutes: refused uploads are tried again.
for pause in ${DEPLOY_PAUSES:-15 30 60 120 240} end; do
  az storage blob upload --auth-mode login --overwrite --output none \
    --file "$package" --blob-url "$EDS_PACKAGES_URL/released-package.zip" && break
  [ "$pause" != end ] || exit 1
  echo "The package was refused. Trying again in $pause seconds." >&2
  sleep "$pause"
done

# Flex Consumption looks for the package by this name when an instance starts, and for its functions when it is told that they changed.
az functionapp restart --resource-group "$AZURE_RESOURCE_GROUP" --name "$EDS_FUNCTION_APP" --output none
id=$(az functionapp show --resource-group "$AZURE_RESOURCE_GROUP" --name "$EDS_FUNCTION_APP" --query id --output tsv)
az rest --method post --url "$id/syncfunctiontriggers?api-version=2024-04-01" --output none
echo "$EDS_FUNCTION_APP: deployed"
