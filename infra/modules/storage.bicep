// All data, the queue and the deployed package. The service creates its tables and queues itself.
param location string
param tags { *: string }
param name string
param sku string
param publicAccess bool
param exportContainer string

@description('Days for which an export is kept.')
param exportDays int

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource deployment 'containers' = {
      name: 'app-package'
      properties: { publicAccess: 'None' }
    }

    resource exports 'containers' = {
      name: exportContainer
      properties: { publicAccess: 'None' }
    }
  }

  resource queues 'queueServices' = {
    name: 'default'
  }

  resource tables 'tableServices' = {
    name: 'default'
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'old-exports'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['${blobs::exports.name}/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: exportDays } } }
            }
          }
        ]
      }
    }
  }
}

output deploymentContainerUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::deployment.name}'
output tableServiceUri string = account.properties.primaryEndpoints.table
output queueServiceUri string = account.properties.primaryEndpoints.queue
