metadata description = 'Private endpoints of storage and vault, and the names by which the network finds them.'

param location string
param tags object
param networkId string
param subnetId string
param hostAccountId string
param dataAccountId string
param vaultId string

var suffix = environment().suffixes.storage
var zones = {
  blob: 'privatelink.blob.${suffix}'
  queue: 'privatelink.queue.${suffix}'
  table: 'privatelink.table.${suffix}'
  vault: 'privatelink.vaultcore.azure.net'
}
var endpoints = [
  { name: 'data-blob', targetId: dataAccountId, kind: 'blob' }
  { name: 'data-queue', targetId: dataAccountId, kind: 'queue' }
  { name: 'data-table', targetId: dataAccountId, kind: 'table' }
  { name: 'host-blob', targetId: hostAccountId, kind: 'blob' }
  { name: 'host-queue', targetId: hostAccountId, kind: 'queue' }
  { name: 'host-table', targetId: hostAccountId, kind: 'table' }
  { name: 'vault', targetId: vaultId, kind: 'vault' }
]

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for each in items(zones): {
    name: each.value
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (each, i) in items(zones): {
    parent: zone[i]
    name: 'network'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for each in endpoints: {
    name: 'pe-${each.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        #disable-next-line use-resource-id-functions // each id comes from a parameter
        { name: each.name, properties: { privateLinkServiceId: each.targetId, groupIds: [each.kind] } }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (each, i) in endpoints: {
    parent: endpoint[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: each.kind
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zones[each.kind]) }
        }
      ]
    }
    dependsOn: [zone]
  }
]
