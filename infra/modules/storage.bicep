metadata description = 'Three accounts: the app\'s data, the host\'s own, and the public site. None has keys that open it.'

param hostAccountName string
param dataAccountName string
param siteAccountName string
param location string
param tags object
param redundancy string
param prefix string
param packageRetentionDays int
param packagesLocked bool
param instituteAddresses string[]

var deletedDays = 30

// Each queue with its poison queue, so that alerts and people find both before the first message.
var queues = ['comments', 'imports', 'packages', 'tallies']
var containers = ['content', 'imports', 'keys', 'work']
// Nothing writes to seals yet; it is for the heads of the sealed log.
var immutableContainers = ['packages', 'seals']

var shut = {
  allowBlobPublicAccess: false
  allowCrossTenantReplication: false
  allowSharedKeyAccess: false
  defaultToOAuthAuthentication: true
  minimumTlsVersion: 'TLS1_2'
  supportsHttpsTrafficOnly: true
}
var guests = [for address in instituteAddresses: { action: 'Allow', value: address }]

resource data 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: dataAccountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: union(shut, {
    publicNetworkAccess: empty(instituteAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'None', defaultAction: 'Deny', ipRules: guests }
  })

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: deletedDays }
      containerDeleteRetentionPolicy: { enabled: true, days: deletedDays }
    }

    resource plain 'containers' = [for name in containers: { name: '${prefix}-${name}' }]

    resource immutable 'containers' = [
      for name in immutableContainers: {
        name: '${prefix}-${name}'
        // By version: writing a package again creates a second version, and the first one stays.
        properties: { immutableStorageWithVersioning: { enabled: true } }
      }
    ]
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource queue 'queues' = [for name in queues: { name: '${prefix}-${name}' }]
    resource poison 'queues' = [for name in queues: { name: '${prefix}-${name}-poison' }]
  }
}

// An operator locks it after the first packages, irrevocably (docs/deployment.md). A locked policy cannot be deployed again.
resource retention 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = [
  for (name, i) in immutableContainers: if (!packagesLocked) {
    parent: data::blobs::immutable[i]
    name: 'default'
    properties: { immutabilityPeriodSinceCreationInDays: packageRetentionDays, allowProtectedAppendWrites: false }
  }
]

resource dataLifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: data
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'forget-destroyed-keys'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${prefix}-keys/'] }
            // A destroyed key must not live on as an earlier version. Soft delete keeps it for its own period after that.
            actions: { version: { delete: { daysAfterCreationGreaterThan: 1 } } }
          }
        }
        {
          name: 'drop-earlier-versions'
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${prefix}-content/', '${prefix}-imports/', '${prefix}-work/']
            }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 90 } } }
          }
        }
        {
          name: 'cool-what-is-seldom-read'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${prefix}-imports/', '${prefix}-packages/'] }
            actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 180 } } }
          }
        }
      ]
    }
  }
  dependsOn: [data::blobs]
}

resource host 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: hostAccountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: union(shut, {
    publicNetworkAccess: 'Disabled'
    networkAcls: { bypass: 'None', defaultAction: 'Deny' }
  })

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: deletedDays }
      containerDeleteRetentionPolicy: { enabled: true, days: deletedDays }
    }

    resource deployments 'containers' = { name: 'deployments' }
  }
}

resource hostLifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: host
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'drop-earlier-versions'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 90 } } }
          }
        }
      ]
    }
  }
  dependsOn: [host::blobs]
}

// Everything in it is public, and must not be writable.
resource site 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: siteAccountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: union(shut, {
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'None', defaultAction: 'Allow' }
  })

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: deletedDays }
    }

    resource web 'containers' = { name: '$web' }
  }
}

resource siteLifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: site
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'drop-earlier-versions'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 90 } } }
          }
        }
      ]
    }
  }
  dependsOn: [site::blobs]
}

output dataAccountId string = data.id
output hostAccountId string = host.id
output siteHostName string = split(site.properties.primaryEndpoints.web, '/')[2]
output deploymentContainerUrl string = '${host.properties.primaryEndpoints.blob}${host::blobs::deployments.name}'
output tableServiceUri string = data.properties.primaryEndpoints.table
output blobServiceUri string = data.properties.primaryEndpoints.blob
output queueServiceUri string = data.properties.primaryEndpoints.queue
