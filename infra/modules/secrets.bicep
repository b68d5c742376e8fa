// A vault rather than plain app settings: those can be read by anyone who may list the app's configuration, while the
// vault has its own roles, its own log and the old values. Flex Consumption resolves references only from a vault that
// the network lets it reach, therefore the vault stays on the public network, behind Entra, in a virtual network too.
param location string
param tags { *: string }
param suffix string
param purgeProtection bool
param retentionDays int
param identityName string
param identityPrincipalId string

@secure()
param adminToken string

@secure()
param remoteStatsToken string

@secure()
param mospToken string

// A vault takes no empty secret.
var hasRemoteStatsKey = !empty(remoteStatsToken)
var hasMospKey = !empty(mospToken)

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'kv-stats-${suffix}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    softDeleteRetentionInDays: retentionDays
    // A vault refuses false: what is not wanted is left out.
    enablePurgeProtection: purgeProtection ? true : null
  }

  resource admin 'secrets' = {
    name: 'ADMIN-TOKEN'
    properties: { value: adminToken }
  }

  resource remoteStats 'secrets' = if (hasRemoteStatsKey) {
    name: 'REMOTE-STATS-TOKEN'
    properties: { value: remoteStatsToken }
  }

  resource mosp 'secrets' = if (hasMospKey) {
    name: 'MOSP-TOKEN'
    properties: { value: mospToken }
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identityName, keyVaultSecretsUser)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

// With their versions: a changed token then changes the app's settings, so that the app starts anew with it. What a reference
// without a version names is looked up once a day.
output adminTokenUri string = vault::admin.properties.secretUriWithVersion
output remoteStatsTokenUri string = vault::remoteStats.?properties.secretUriWithVersion ?? ''
output mospTokenUri string = vault::mosp.?properties.secretUriWithVersion ?? ''
