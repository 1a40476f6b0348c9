#!/usr/bin/env bash
# infra/allow-github.sh RESOURCE_GROUP OWNER/REPOSITORY ENVIRONMENT: lets .github/workflows/deploy.yml of that repository, in that GitHub
# environment, deploy into the resource group, and prints the variables to set there. An Owner of the group runs it. Needs bash and the
# Azure CLI, signed in.
#
# It may deploy into this group alone; of roles it may give and take those that infra/bicep gives, to applications and not to people.
set -euo pipefail
group=${1:-} repository=${2:-} environment=${3:-}
if [ -z "$environment" ]; then
  sed -n '2p' "$0" | cut -c 3- >&2
  exit 2
fi

roles="0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3, \
2a2b9908-6ea1-4ae2-8e65-a410df84e7d1, \
3913510d-42f4-4e42-8a64-420c390055eb, \
4633458b-17de-408a-b874-0445c86b69e6, \
b7e6dc6d-f1e8-4753-8033-0f276bb0955b, \
ba92f5b4-2d11-453d-a403-e96b0029c9fe"
type=Microsoft.Authorization/roleAssignments
only() {
  echo "((!(ActionMatches{'$type/$1'})) OR ($2[$type:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {$roles}" \
    "AND $2[$type:PrincipalType] StringEqualsIgnoreCase 'ServicePrincipal'))"
}
condition="$(only write @Request) AND $(only delete @Resource)"

scope=$(az group show --name "$group" --query id --output tsv)
app=$(az ad app create --display-name "deploy-$group" --query appId --output tsv)
az ad sp create --id "$app" --output none
az ad app federated-credential create --id "$app" --output none --parameters "{\"name\":\"$environment\",
  \"issuer\":\"https://token.actions.githubusercontent.com\",\"audiences\":[\"api://AzureADTokenExchange\"],
  \"subject\":\"repo:$repository:environment:$environment\"}"
deployer=$(az ad sp show --id "$app" --query id --output tsv)
give() {
  az role assignment create --assignee-object-id "$deployer" --assignee-principal-type ServicePrincipal \
    --scope "$scope" --output none --role "$@"
}
give Contributor
give "Locks Contributor"
give "Role Based Access Control Administrator" --condition "$condition" --condition-version 2.0

echo "AZURE_CLIENT_ID=$app"
echo "AZURE_TENANT_ID=$(az account show --query tenantId --output tsv)"
echo "AZURE_SUBSCRIPTION_ID=$(az account show --query id --output tsv)"
echo "AZURE_RESOURCE_GROUP=$group"
