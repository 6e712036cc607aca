metadata description = 'The one identity of the app, and all it may do. infra/README.md lists each with its reason.'

param identityName string
param location string
param tags object
param dataAccountName string
param hostAccountName string
param siteAccountName string
param vaultName string
param insightsName string
param deployerId string

var roleIds = {
  StorageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  StorageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  StorageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  StorageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  KeyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  MonitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}
var onData = ['StorageTableDataContributor', 'StorageBlobDataContributor', 'StorageQueueDataContributor']
var onHost = ['StorageBlobDataOwner', 'StorageQueueDataContributor', 'StorageTableDataContributor']

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName
  location: location
  tags: tags
}

resource data 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: dataAccountName }
resource host 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: hostAccountName }
resource site 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: siteAccountName }
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: vaultName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

resource dataRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in onData: {
    scope: data
    name: guid(data.id, identity.id, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      description: 'ServerlessDecide: the app reads and writes its data'
    }
  }
]

resource hostRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in onHost: {
    scope: host
    name: guid(host.id, identity.id, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      description: 'ServerlessDecide: the Functions host keeps schedules, locks and the deployed code'
    }
  }
]

resource vaultRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, 'KeyVaultSecretsUser')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.KeyVaultSecretsUser)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'ServerlessDecide: the platform reads the operator key for the app'
  }
}

resource insightsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identity.id, 'MonitoringMetricsPublisher')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.MonitoringMetricsPublisher)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'ServerlessDecide: host and app send telemetry'
  }
}

resource siteRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  scope: site
  name: guid(site.id, deployerId, 'StorageBlobDataContributor')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.StorageBlobDataContributor)
    principalId: deployerId
    description: 'ServerlessDecide: uploads the public site'
  }
}

output identityId string = identity.id
output identityClientId string = identity.properties.clientId
