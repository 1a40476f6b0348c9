// What `azd up` deploys: a resource group of the environment's name, and main.bicep in it.

targetScope = 'subscription'

@description('The azd environment: names the resource group and everything in it.')
@minLength(3)
@maxLength(16)
param environmentName string

@description('An EU region: see main.bicep.')
param location string

@description('The few that a first deployment has to know. All others are as main.bicep has them, or as prod and dev differ.')
param signInAuthority string
param signInAudience string
param alertEmail string
param apiDomain string
param portalDomain string
param proxies int
param frontDoorId string

@description('prod keeps data in two regions and in a locked account, and one instance ready; dev is as cheap as it can be.')
param stage 'dev' | 'prod'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: { 'azd-env-name': environmentName }
}

var prod = stage == 'prod'

module eds 'main.bicep' = {
  scope: group
  params: {
    name: environmentName
    location: location
    signInAuthority: signInAuthority
    signInAudience: signInAudience
    alertEmail: alertEmail
    apiDomain: apiDomain
    portalDomain: portalDomain
    proxies: proxies
    frontDoorId: frontDoorId
    dataReplication: prod ? 'Standard_GZRS' : 'Standard_LRS'
    locked: prod
    alwaysReadyInstances: prod ? 1 : 0
    maximumInstances: prod ? 100 : 40
    dailyLogCapGb: prod ? 10 : 1
    portalPlan: prod ? 'Standard' : 'Free'
    tags: { 'azd-env-name': environmentName }
  }
}

// azd keeps these in its environment, for its hooks and for deploy.yml.
output AZURE_RESOURCE_GROUP string = group.name
output EDS_API_URL string = eds.outputs.apiUrl
output EDS_CLOSED_ORIGIN string = eds.outputs.closedOrigin
output EDS_PORTAL_ORIGIN string = eds.outputs.portalOrigin
output EDS_VAULT_NAME string = eds.outputs.vaultName
