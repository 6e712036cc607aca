metadata description = 'The function app on a Flex Consumption plan. It answers Front Door only.'

param name string
param planName string
param location string
param tags object
param identityId string
param identityClientId string
param subnetId string
param hostAccountName string
param deploymentContainerUrl string
param tableServiceUri string
param blobServiceUri string
param queueServiceUri string
param storagePrefix string
param vaultName string
param operatorDoor bool
param proofCost int
param insightsConnectionString string
param otlpEndpoint string
param sharedNetworks string
param allowedOrigins string
param secondOpinionEndpoint string
param ownDomains string
param frontProcess string
param frontDoorId string
param alwaysReady { name: string, instanceCount: int }[]
param maximumInstances int
param instanceMemoryMB int
param requestsPerInstance int

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        alwaysReady: alwaysReady
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMB
        triggers: { http: { perInstanceConcurrency: requestsPerInstance } }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      // The origin lock: only Front Door's machines, and only when they act for our profile.
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: [
        {
          name: 'front-door'
          priority: 100
          action: 'Allow'
          tag: 'ServiceTag'
          ipAddress: 'AzureFrontDoor.Backend'
          headers: { 'x-azure-fdid': [frontDoorId] }
        }
      ]
      // Deployments come from elsewhere, with a token of Entra ID.
      scmIpSecurityRestrictionsUseMain: false
      // One plain list, so that people and tests can read it as it is; an empty value counts as none.
      appSettings: [
        { name: 'AzureWebJobsStorage__accountName', value: hostAccountName }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
        { name: 'DataStorage__tableServiceUri', value: tableServiceUri }
        { name: 'DataStorage__blobServiceUri', value: blobServiceUri }
        { name: 'DataStorage__queueServiceUri', value: queueServiceUri }
        { name: 'DataStorage__credential', value: 'managedidentity' }
        { name: 'DataStorage__clientId', value: identityClientId }
        { name: 'StoragePrefix', value: storagePrefix }
        { name: 'ProofCost', value: string(proofCost) }
        // The host rewrites X-Forwarded-For and loses the caller's address; only Front Door writes this header (docs/decisions/0014).
        { name: 'ClientAddressHeader', value: 'X-Azure-SocketIP' }
        { name: 'TrustedProxies', value: '1' }
        { name: 'SharedNetworks', value: sharedNetworks }
        // The app answers other origins itself. The platform's own list (siteConfig.cors) stays absent: it would answer before the app does.
        { name: 'AllowedOrigins', value: allowedOrigins }
        { name: 'SecondOpinion__Endpoint', value: secondOpinionEndpoint }
        { name: 'Links__OwnDomains', value: ownDomains }
        { name: 'FrontProcess', value: frontProcess }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insightsConnectionString }
        { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
        { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: otlpEndpoint }
        // The host's traces would hold URLs, and with them receipts and locations. The app writes its own traces, without URLs.
        { name: 'OTEL_TRACES_SAMPLER', value: 'always_off' }
        // Otherwise the host shows its own page at its root.
        { name: 'AzureWebJobsDisableHomepage', value: 'true' }
        {
          name: 'OperatorKey'
          value: operatorDoor ? '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=operator-key)' : ''
        }
        {
          name: 'ConfirmationKey'
          value: operatorDoor ? '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=confirmation-key)' : ''
        }
      ]
    }
  }

  // No user name and password for deployments.
  resource noScmPassword 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }
}
