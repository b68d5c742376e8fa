param location string
param tags { *: string }
param suffix string
param identityName string
param storageName string
param deploymentContainerUri string
param exportContainer string
param insightsName string
param subnetId string
param alwaysReadyInstances int
param maximumInstanceCount int
param instanceMemoryMB int
param instanceUrl string

@description('Further app settings. An empty one is left out, so that the service\'s own default applies.')
param settings { *: string }

@secure()
@description('App settings that win over all others.')
param extraSettings { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-stats-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: 'func-stats-${suffix}'
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    // Flex Consumption refuses ftpsState here (ARM 51021): it has no FTP, and the two policies below refuse passwords.
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
      }
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(
      toObject(
        filter(items(settings), setting => !empty(setting.value)),
        setting => setting.key,
        setting => setting.value
      ),
      {
        AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
        AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
        AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.properties.clientId
        // DefaultAzureCredential takes a user-assigned identity only where it is named.
        AZURE_CLIENT_ID: identity.properties.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
        AzureWebJobsDisableHomepage: 'true'
        EXPORT_CONTAINER: exportContainer
        INSTANCE_URL: empty(instanceUrl) ? 'https://${app.properties.defaultHostName}' : instanceUrl
        // NCRONTAB in UTC; Flex Consumption knows no other time zone.
        PENDING_SCHEDULE: '0 */5 * * * *'
        FORWARD_SCHEDULE: '0 */10 * * * *'
        RECONCILE_SCHEDULE: '0 30 2 * * *'
        MOSP_SCHEDULE: '0 15 3 * * *'
        HOUSEKEEPING_SCHEDULE: '0 45 3 * * *'
        EXPORT_SCHEDULE: '0 15 4 * * 0'
      },
      extraSettings
    )
  }
}

output name string = app.name
output uri string = 'https://${app.properties.defaultHostName}'
