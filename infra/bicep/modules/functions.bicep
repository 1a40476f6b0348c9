// The API: a function app on Flex Consumption, with no key or connection string in its settings.

param name string
param location string
param tags { *: string }
param identityName string
param hostStorageName string
param packagesUrl string
param insightsName string
param tablesUrl string
param vaultUrl string

@description('Empty: the API is at Azure\'s host name.')
param apiDomain string

@description('Not empty: requests that did not come through this Front Door are refused.')
param frontDoorId string

@description('The one origin that CORS lets in.')
param portalOrigin string
param signInAuthority string
param signInAudience string
param personalCodeClaim string
param retentionDays int
param purgeSchedule string
param rideMaxAgeDays int
param rideRetentionYears int
param alwaysReadyInstances int
param maximumInstances int

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

var closed = !empty(frontDoorId)

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      cors: { allowedOrigins: [portalOrigin], supportCredentials: false }
      ipSecurityRestrictionsDefaultAction: closed ? 'Deny' : 'Allow'
      ipSecurityRestrictions: closed
        ? [
            {
              name: 'front-door'
              priority: 100
              action: 'Allow'
              tag: 'ServiceTag'
              ipAddress: 'AzureFrontDoor.Backend'
              headers: { 'x-azure-fdid': [frontDoorId] }
            }
          ]
        : []
      // Deployments come to another host name, with a role.
      scmIpSecurityRestrictionsUseMain: false
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
        // Token requests wait for storage most of their time; Argon2id has a queue of its own.
        triggers: { http: { perInstanceConcurrency: 64 } }
      }
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

var url = 'https://${empty(apiDomain) ? app.properties.defaultHostName : apiDomain}'

// A test holds these against src/Core/KnownSettings.cs, and lists why each of the others is there.
resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: {
    AZURE_CLIENT_ID: identity.properties.clientId
    AzureWebJobsStorage__accountName: hostStorageName
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsDisableHomepage: 'true'
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
    Tables__Endpoint: tablesUrl
    KeyVault__Uri: vaultUrl
    Tokens__Issuer: url
    Tokens__Audience: '${url}/taxi'
    Portal__Authority: signInAuthority
    Portal__Audience: signInAudience
    Portal__PersonalCodeClaim: personalCodeClaim
    Purge__RetentionDays: string(retentionDays)
    Purge__Schedule: purgeSchedule
    Carriages__MaxAgeDays: string(rideMaxAgeDays)
    Carriages__RetentionYears: string(rideRetentionYears)
    Network__FrontDoorId: frontDoorId
  }
}

output name string = app.name
output closedOrigin string = closed ? 'https://${app.properties.defaultHostName}' : ''
output url string = url
