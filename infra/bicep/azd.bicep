// What `azd up` deploys into the resource group AZURE_RESOURCE_GROUP: main.bicep, as stage prod or dev.

@description('The azd environment: names everything.')
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
param frontDoorId string
param deployerId string
param deployerType 'User' | 'ServicePrincipal'

@description('prod keeps data in two regions and in a locked account, and one instance ready; dev is as cheap as it can be.')
param stage 'dev' | 'prod'

var prod = stage == 'prod'

module eds 'main.bicep' = {
  params: {
    name: environmentName
    location: location
    signInAuthority: signInAuthority
    signInAudience: signInAudience
    alertEmail: alertEmail
    apiDomain: apiDomain
    portalDomain: portalDomain
    frontDoorId: frontDoorId
    deployerId: deployerId
    deployerType: deployerType
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
output EDS_FUNCTION_APP string = eds.outputs.functionAppName
output EDS_PACKAGES_URL string = eds.outputs.packagesUrl
output EDS_API_URL string = eds.outputs.apiUrl
output EDS_CLOSED_ORIGIN string = eds.outputs.closedOrigin
output EDS_PORTAL_ORIGIN string = eds.outputs.portalOrigin
output EDS_VAULT_NAME string = eds.outputs.vaultName
