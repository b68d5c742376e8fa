// The global dashboard in Azure: one resource group that `azd up` creates and `azd down` removes.
targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the azd environment: part of the resource group\'s name, and of the hash in every resource\'s name.')
param environmentName string

@minLength(1)
@description('Region of all resources; it must offer Flex Consumption (az functionapp list-flexconsumption-locations).')
@metadata({ azd: { type: 'location' } })
param location string

@description('Object id of whoever deploys; gets data roles on the storage account for the `stats` tool. Empty: nobody does.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal'])
param principalType string = 'User'

@secure()
@minLength(32)
@maxLength(100)
@description('Key of the administrator\'s client, created at the first start.')
param adminToken string

@secure()
@description('Key for the Stats Service named by remoteStatsServer.')
param remoteStatsToken string = ''

@secure()
@description('Key for MOSP, where it asks for one.')
param mospToken string = ''

@description('Contact shown on the About page and in security.txt.')
param adminEmail string = ''
param adminUrl string = ''

@description('Public address of the service, with the custom domain where there is one. Empty: the app\'s own address.')
param instanceUrl string = ''

@description('Whether an administrator\'s key may create clients over the API.')
param clientRegistrationOpen bool = true

@description('Address of a Stats Service that gets the statistics of the clients that share them. Empty: none are forwarded.')
param remoteStatsServer string = ''

@description('Address of MOSP, which knows the names of threats and vulnerabilities; `off` leaves it out.')
param mospUrl string = 'https://objects.monarc.lu'

@minValue(1)
@maxValue(1000)
@description('How many organisations a public average rests on at least; what fewer report is not shown. 3 is recommended where anybody can read; 1 shows all.')
param publicMinContributors int

@minValue(0)
@description('Months for which statistics are kept. 0: for ever.')
param retentionMonths int = 36

@minValue(1024)
@maxValue(104857600)
@description('Largest request body in bytes. The Functions host holds each body twice before the service sees it, so this is less than the service\'s own default; the host itself takes 100 MiB at most.')
param maxRequestBytes int = 16777216

@description('Addresses or networks of the proxies in front of the app, with commas between. Empty: there are none but Azure\'s own.')
param trustedProxies string = ''

@secure()
@description('Further app settings by name; they win over those set here. Secure, because keys may be among them.')
param extraSettings { *: string } = {}

@description('Who gets the alerts. Empty: they are raised in Azure Monitor, without a mail.')
param alertEmail string = ''

@description('Nobody can remove the deleted vault before its time. Once switched on it stays on.')
param vaultPurgeProtection bool = false

@minValue(7)
@maxValue(90)
@description('Days for which a deleted vault can be brought back. It can\'t be changed later.')
param vaultRetentionDays int = 7

@description('Reach storage through private endpoints alone, with a NAT gateway for calls to other services.')
param vnetEnabled bool = false

@minValue(0)
@description('Instances that wait for HTTP requests, so that none meets a cold start; billed while they wait.')
param alwaysReadyInstances int = 0

@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@allowed([512, 2048, 4096])
@description('Memory of an instance. For request bodies above 16 MiB take 4096.')
param instanceMemoryMB int = 2048

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('How many copies of the data there are, and where.')
param storageSku string = 'Standard_LRS'

@minValue(7)
@maxValue(3650)
@description('Days for which the weekly exports of all statistics are kept.')
param exportDays int = 35

var suffix = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }
var identityName = 'id-stats-${suffix}'
var storageName = 'ststats${suffix}'
var exportContainer = 'exports'
var insightsName = 'appi-stats-${suffix}'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { location: location, tags: tags, name: identityName }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    name: storageName
    sku: storageSku
    publicAccess: !vnetEnabled
    exportContainer: exportContainer
    exportDays: exportDays
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { location: location, tags: tags, suffix: suffix, insightsName: insightsName }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    storageName: storageName
    insightsName: insightsName
    identityName: identityName
    identityPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
  }
  dependsOn: [storage, monitoring]
}

module secrets 'modules/secrets.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: suffix
    purgeProtection: vaultPurgeProtection
    retentionDays: vaultRetentionDays
    identityName: identityName
    identityPrincipalId: identity.outputs.principalId
    adminToken: adminToken
    remoteStatsToken: remoteStatsToken
    mospToken: mospToken
  }
}

module network 'modules/network.bicep' = if (vnetEnabled) {
  scope: group
  params: { location: location, tags: tags, suffix: suffix, storageName: storageName }
  dependsOn: [storage]
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: suffix
    identityName: identityName
    storageName: storageName
    deploymentContainerUri: storage.outputs.deploymentContainerUri
    exportContainer: exportContainer
    insightsName: insightsName
    subnetId: network.?outputs.appSubnetId ?? ''
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    instanceUrl: instanceUrl
    settings: {
      ADMIN_TOKEN: '@Microsoft.KeyVault(SecretUri=${secrets.outputs.adminTokenUri})'
      REMOTE_STATS_TOKEN: empty(remoteStatsToken)
        ? ''
        : '@Microsoft.KeyVault(SecretUri=${secrets.outputs.remoteStatsTokenUri})'
      MOSP_TOKEN: empty(mospToken) ? '' : '@Microsoft.KeyVault(SecretUri=${secrets.outputs.mospTokenUri})'
      ADMIN_EMAIL: adminEmail
      ADMIN_URL: adminUrl
      CLIENT_REGISTRATION_OPEN: string(clientRegistrationOpen)
      REMOTE_STATS_SERVER: remoteStatsServer
      MOSP_URL: mospUrl
      PUBLIC_MIN_CONTRIBUTORS: string(publicMinContributors)
      RETENTION_MONTHS: string(retentionMonths)
      MAX_REQUEST_BYTES: string(maxRequestBytes)
      // The Functions host calls the worker on loopback, so it is one of them.
      TRUSTED_PROXIES: empty(trustedProxies) ? '' : '127.0.0.0/8,::1,${trustedProxies}'
    }
    extraSettings: extraSettings
  }
  // The package is fetched and the secrets are read as soon as the app exists.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: suffix
    insightsName: insightsName
    email: alertEmail
  }
  dependsOn: [monitoring]
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_API_NAME string = app.outputs.name
output SERVICE_API_URI string = app.outputs.uri
// Under the names that the `stats` tool reads, so that `azd env get-values` configures it.
output AzureWebJobsStorage__tableServiceUri string = storage.outputs.tableServiceUri
output AzureWebJobsStorage__queueServiceUri string = storage.outputs.queueServiceUri
output STORAGE_ACCOUNT string = storageName
