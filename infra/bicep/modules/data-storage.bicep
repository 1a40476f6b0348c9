// The tables. The app may read and write rows of each, and nothing else of the account: no keys, no other table, no blobs.

param name string
param location string
param tags { *: string }
param replication string
param locked bool
param changesLogged bool

@description('Of the app.')
param identityName string

@description('Where changes of rows are logged.')
param workspaceId string

@description('Reachable from anywhere, for those with a role: see docs/decisions/0007.')
param publicNetworkAccess 'Enabled' | 'Disabled' = 'Enabled'

@description('As in src/Core/Storage/EdsTables.cs; a test compares them.')
var tableNames = ['Taxpayers', 'Lookups', 'Due', 'Guesses', 'Carriages']

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: replication }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    publicNetworkAccess: publicNetworkAccess
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: account
  name: 'data'
  properties: { level: 'CanNotDelete', notes: 'Every taxpayer, client and hash is here.' }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [
  for table in tableNames: {
    parent: tableService
    name: table
  }
]

var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource mayUseTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (table, i) in tableNames: {
    scope: tables[i]
    name: guid(tables[i].id, identity.id, storageTableDataContributor)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
      description: 'Reads and writes rows of ${table}.'
    }
  }
]

// Reads are not logged: there are several for each token. Who changed a row outside the app is.
resource changes 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (changesLogged) {
  scope: tableService
  name: 'changes'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 14 }
    containerDeleteRetentionPolicy: { enabled: true, days: 14 }
  }
}

@description('Copies of the tables, which the app itself cannot reach: docs/operations.md.')
resource backups 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobService
  name: 'backups'
}

resource expiry 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'backups-go-after-35-days'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${backups.name}/'] }
            actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 35 } } }
          }
        }
      ]
    }
  }
}

output name string = account.name
output tablesUrl string = account.properties.primaryEndpoints.table
