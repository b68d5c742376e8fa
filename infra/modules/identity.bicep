// What the app is towards storage, the vault and Application Insights. User-assigned, so that the roles exist before the app.
param location string
param tags { *: string }
param name string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output principalId string = identity.properties.principalId
