// All that EdsFunctions needs in Azure, in one resource group. docs/operations.md says how to deploy it.

@description('Names everything, with what kind of thing it is: eds-prod, func-eds-prod-….')
@minLength(3)
@maxLength(16)
param name string

@description('Where all data is and is worked on: regions of the EU alone, as the law wants it.')
@allowed(['northeurope', 'westeurope', 'swedencentral', 'germanywestcentral', 'francecentral', 'italynorth'])
param location string = 'northeurope'

@description('Where the portal\'s deployment is kept: the only region in the EU that static web apps have. Its files are served from everywhere and hold no data.')
param portalLocation string = 'westeurope'

@description('URL of the OpenID provider that people sign in with (setting Portal:Authority).')
param signInAuthority string

@description('The audience that people\'s access tokens must name (setting Portal:Audience).')
param signInAudience string

@description('The claim that holds the personal code as PNOLV-… (setting Portal:PersonalCodeClaim).')
param personalCodeClaim string = 'serial_number'

@description('A host name of your own for the API, or empty: then Azure\'s. It is the issuer of tokens, so choose it before the first device gets one.')
param apiDomain string = ''

@description('The id of the Front Door before the API, the only one whose requests the app then takes (setting Network:FrontDoorId). Empty: none.')
param frontDoorId string = ''

@description('A host name of your own for the portal, or empty: then Azure\'s. Its CNAME has to exist first.')
param portalDomain string = ''

@description('Object id of the user or service principal who deploys, and so may replace the app\'s package. Empty: nobody new.')
param deployerId string = ''

@description('What deployerId is.')
param deployerType 'User' | 'ServicePrincipal' = 'User'

@description('Whom alerts are sent to.')
param alertEmail string

@description('How often the data is stored: LRS thrice in a building, ZRS in three, GZRS in another EU region too.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param dataReplication string

@description('Whether data storage and vault are locked against deletion. What is locked has to be unlocked before it can go.')
param locked bool

@description('Instances that wait for requests, so that none meets a cold start. They cost while they wait.')
@minValue(0)
@maxValue(100)
param alwaysReadyInstances int

@description('More than this many instances are never started.')
@minValue(40)
@maxValue(1000)
param maximumInstances int

@description('Whether each change of a row is logged, so that one made outside the app is noticed. One line for each token: see docs/scale.md.')
param rowChangesLogged bool = true

@description('Days that logs, traces and metrics are kept.')
@minValue(30)
@maxValue(365)
param logRetentionDays int = 90

@description('GB of logs a day after which no more are taken in until the next day, so that no mistake costs a fortune.')
@minValue(1)
param dailyLogCapGb int

@description('The portal\'s plan. A domain of your own is in both; Standard promises availability.')
@allowed(['Free', 'Standard'])
param portalPlan string

@description('Days that an annulled client is kept (setting Purge:RetentionDays).')
@minValue(1)
@maxValue(3650)
param retentionDays int = 30

@description('Days that may lie between the begin of a ride and its report (setting Carriages:MaxAgeDays).')
@minValue(1)
@maxValue(300)
param rideMaxAgeDays int = 45

@description('Years that rides are kept (setting Carriages:RetentionYears).')
@minValue(1)
@maxValue(30)
param rideRetentionYears int = 5

@description('When the purge runs, six fields, UTC (setting Purge:Schedule). The alert expects it at least daily.')
param purgeSchedule string = '0 30 1 * * *'

@description('Put on everything.')
param tags { *: string } = {}

// Global names are for the whole world.
var unique = take(uniqueString(resourceGroup().id), 8)
var global = '${name}-${unique}'
var compact = toLower(replace(name, '-', ''))

// Known before anything is deployed, so that what-if can say what would change.
var insightsName = 'appi-${name}'
var dataStorageName = take('data${compact}${unique}', 24)
var vaultName = take('kv-${global}', 24)

// A Front Door serves a domain of your own. Without it, tokens would name an address that refuses everybody.
var frontDoor = empty(frontDoorId) || !empty(apiDomain)
  ? frontDoorId
  : fail('frontDoorId needs apiDomain, the name that the Front Door serves: see "A domain of our own" in docs/operations.md.')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyCapGb: dailyLogCapGb
    insightsName: insightsName
    identityName: identity.name
  }
}

module data 'modules/data-storage.bicep' = {
  params: {
    name: dataStorageName
    location: location
    tags: tags
    replication: dataReplication
    locked: locked
    changesLogged: rowChangesLogged
    identityName: identity.name
    workspaceId: monitoring.outputs.workspaceId
  }
}

module host 'modules/host-storage.bicep' = {
  params: {
    name: take('host${compact}${unique}', 24)
    location: location
    tags: tags
    identityName: identity.name
    deployerId: deployerId
    deployerType: deployerType
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: vaultName
    location: location
    tags: tags
    locked: locked
    identityName: identity.name
    workspaceId: monitoring.outputs.workspaceId
  }
}

module portal 'modules/portal.bicep' = {
  params: {
    name: 'stapp-${name}'
    location: portalLocation
    tags: tags
    plan: portalPlan
    domain: portalDomain
  }
}

module functions 'modules/functions.bicep' = {
  params: {
    name: 'func-${global}'
    location: location
    tags: tags
    identityName: identity.name
    hostStorageName: host.outputs.name
    packagesUrl: host.outputs.packagesUrl
    insightsName: insightsName
    tablesUrl: data.outputs.tablesUrl
    vaultUrl: vault.outputs.url
    apiDomain: apiDomain
    frontDoorId: frontDoor
    portalOrigin: portal.outputs.origin
    signInAuthority: signInAuthority
    signInAudience: signInAudience
    personalCodeClaim: personalCodeClaim
    retentionDays: retentionDays
    rideMaxAgeDays: rideMaxAgeDays
    rideRetentionYears: rideRetentionYears
    purgeSchedule: purgeSchedule
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstances: maximumInstances
  }
}

module alerts 'modules/alerts.bicep' = {
  dependsOn: [data, vault]
  params: {
    name: name
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    dataStorageName: dataStorageName
    vaultName: vaultName
  }
}

@description('The API\'s base URL, the issuer of tokens.')
output apiUrl string = functions.outputs.url

@description('With a Front Door: the app\'s own address, which is to refuse whoever goes past it; else empty.')
output closedOrigin string = functions.outputs.closedOrigin

@description('The origin that may call the API from a browser.')
output portalOrigin string = portal.outputs.origin

@description('Where a CNAME of the portal\'s own domain points to.')
output portalHostName string = portal.outputs.hostName

@description('The vault that needs its three keys before the first start: infra/create-keys.sh.')
output vaultName string = vault.outputs.name

output functionAppName string = functions.outputs.name

@description('Where infra/deploy-api.sh puts the app\'s package.')
output packagesUrl string = host.outputs.packagesUrl
output portalName string = portal.outputs.name
output dataStorageName string = data.outputs.name
