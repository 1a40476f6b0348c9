// The three keys: pepper, lookup, token-signing. Made once, after the first deployment, by infra/create-keys.sh.

param name string
param location string
param tags { *: string }
param locked bool

@description('Of the app.')
param identityName string

@description('Where every access is logged.')
param workspaceId string

@description('Reachable from anywhere, for those with a role: see docs/decisions/0007.')
param publicNetworkAccess 'Enabled' | 'Disabled' = 'Enabled'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: publicNetworkAccess
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  scope: vault
  name: 'keys'
  properties: { level: 'CanNotDelete', notes: 'Without these keys every client secret is lost.' }
}

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

// The vault holds these three and nothing else, and they do not exist yet: the vault is the narrowest scope there is.
resource mayReadKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    description: 'Lists and reads versions of the three keys.'
  }
}

resource accesses 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'accesses'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

output name string = vault.name
output url string = vault.properties.vaultUri
