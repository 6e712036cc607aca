metadata description = 'Everything the tool needs on Azure, in one resource group. Nothing in it belongs to one electoral process.'

targetScope = 'subscription'

@description('The stage: part of every name, and a tag.')
@allowed(['dev', 'prod'])
param stage string

@description('Lower-case letters at the beginning of every name: the institute, or the tool.')
@minLength(3)
@maxLength(8)
param institute string

param location string

@description('The prefix of every table, queue and container of the app.')
@minLength(3)
@maxLength(12)
param storagePrefix string

@description('Redundancy of the storage accounts: Standard_ZRS survives the loss of a data centre.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageRedundancy string

@description('Always-ready instances. Groups are http and function:NAME.')
param alwaysReady { name: string, instanceCount: int }[]

@minValue(1)
@maxValue(1000)
param maximumInstances int

@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Requests that one instance handles at a time.')
@minValue(1)
@maxValue(1000)
param requestsPerInstance int

@description('The id of the process that the first page shows first; empty for none. See docs/reference.md: FrontProcess.')
param frontProcess string = ''

@description('Iterations of a proof of work, see docs/reference.md: ProofCost.')
param proofCost int

@description('Whether scripts of the institute may use an operator key. The key itself is a secret in the vault, never a parameter.')
param operatorDoor bool

@description('Public addresses of the institute, as prefixes. Operator routes and backups work only from there. If empty, which prod refuses, operator routes work from everywhere with the key, and storage from nowhere outside.')
param instituteAddresses string[]

@description('Requests a minute from one address beyond which the firewall refuses. A school or a carrier is one address: keep it high.')
param requestsPerMinuteAndAddress int

@description('The same for requests that write.')
param writesPerMinuteAndAddress int

@description('The public host name of the tool, or empty for the one that Front Door gives.')
param hostName string

@description('An OpenTelemetry collector to which the app sends traces and metrics, or empty.')
param otlpEndpoint string

@description('Networks known to be shared by many people, such as the kiosks of the institute, as prefixes with commas; or empty.')
param sharedNetworks string

@description('Other origins whose pages may write and read with a visitor token, as https://app.example.mx with commas between them; or empty.')
param allowedOrigins string

@description('The address of Azure AI Content Safety, asked about comments that the rules accept; or empty.')
param secondOpinionEndpoint string

@description('The e-mail addresses that receive alerts.')
param alertAddresses string[]

@description('Hours a comment may be held before an alert.')
param heldCommentHours int

@description('Currency units a month, in the currency of the subscription. Notifies at 50, 80 and 100 percent.')
param monthlyBudget int

@description('First day of a month. Azure refuses a past day when the budget is created, and requires the same day afterwards.')
param budgetStart string

@description('Days for which logs are kept.')
param logDays int

@description('Gigabytes of logs a day beyond which no more are accepted.')
param logGigabytesPerDay int

@description('Days for which packages cannot be changed or deleted.')
param packageRetentionDays int

@description('Whether an operator has locked the retention of packages.')
param packagesLocked bool

@description('Object id of the person who uploads the site, or empty.')
param deployerId string

// In prod, an operator key must not be usable from every address.
var namesEverybody = !empty(filter(instituteAddresses, address => empty(trim(address)) || endsWith(address, '/0')))
var operatorAddresses = stage == 'prod' && (empty(instituteAddresses) || namesEverybody)
  ? fail('DECIDE_ADDRESSES must name the public addresses of the institute in prod, as ["203.0.113.0/24"], and not everybody.')
  : instituteAddresses

var token = '${institute}${stage}${take(uniqueString(subscription().subscriptionId, institute, stage), 5)}'
var names = {
  group: 'rg-${token}'
  app: 'func-${token}'
  plan: 'plan-${token}'
  identity: 'id-${token}'
  hostAccount: 'st${token}host'
  dataAccount: 'st${token}data'
  siteAccount: 'st${token}site'
  vault: 'kv-${token}'
  network: 'vnet-${token}'
  logs: 'log-${token}'
  insights: 'appi-${token}'
  frontDoor: 'afd-${token}'
  firewall: 'waf${token}'
  actions: 'ag-${token}'
  budget: 'budget-${token}'
}
var tags = {
  product: 'ServerlessDecide'
  institute: institute
  stage: stage
  'azd-env-name': stage
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: names.group
  location: location
  tags: tags
}

module network 'modules/network.bicep' = {
  scope: group
  params: { name: names.network, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    logsName: names.logs
    insightsName: names.insights
    location: location
    tags: tags
    logDays: logDays
    logGigabytesPerDay: logGigabytesPerDay
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    hostAccountName: names.hostAccount
    dataAccountName: names.dataAccount
    siteAccountName: names.siteAccount
    location: location
    tags: tags
    redundancy: storageRedundancy
    prefix: storagePrefix
    packageRetentionDays: packageRetentionDays
    packagesLocked: packagesLocked
    instituteAddresses: operatorAddresses
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: tags
    instituteAddresses: operatorAddresses
    logsId: monitoring.outputs.logsId
  }
}

module endpoints 'modules/endpoints.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    networkId: network.outputs.networkId
    subnetId: network.outputs.endpointSubnetId
    hostAccountId: storage.outputs.hostAccountId
    dataAccountId: storage.outputs.dataAccountId
    vaultId: vault.outputs.vaultId
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    identityName: names.identity
    location: location
    tags: tags
    dataAccountName: names.dataAccount
    hostAccountName: names.hostAccount
    siteAccountName: names.siteAccount
    vaultName: names.vault
    insightsName: names.insights
    deployerId: deployerId
  }
  dependsOn: [storage, vault, monitoring]
}

module frontDoor 'modules/front-door.bicep' = {
  scope: group
  params: {
    name: names.frontDoor
    firewallName: names.firewall
    tags: tags
    // The name that App Service will give. The app itself comes later, because it only admits this Front Door.
    apiHostName: '${names.app}.azurewebsites.net'
    siteHostName: storage.outputs.siteHostName
    hostName: hostName
    instituteAddresses: operatorAddresses
    requestsPerMinuteAndAddress: requestsPerMinuteAndAddress
    writesPerMinuteAndAddress: writesPerMinuteAndAddress
    logsId: monitoring.outputs.logsId
  }
}

module app 'modules/app.bicep' = {
  scope: group
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: tags
    identityId: roles.outputs.identityId
    identityClientId: roles.outputs.identityClientId
    subnetId: network.outputs.appSubnetId
    hostAccountName: names.hostAccount
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    tableServiceUri: storage.outputs.tableServiceUri
    blobServiceUri: storage.outputs.blobServiceUri
    queueServiceUri: storage.outputs.queueServiceUri
    storagePrefix: storagePrefix
    vaultName: names.vault
    operatorDoor: operatorDoor
    proofCost: proofCost
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    otlpEndpoint: otlpEndpoint
    sharedNetworks: sharedNetworks
    allowedOrigins: allowedOrigins
    secondOpinionEndpoint: secondOpinionEndpoint
    ownDomains: hostName
    frontProcess: frontProcess
    frontDoorId: frontDoor.outputs.frontDoorId
    alwaysReady: alwaysReady
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    requestsPerInstance: requestsPerInstance
  }
  // Without them the app would start before it can reach its storage.
  dependsOn: [endpoints]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    actionsName: names.actions
    budgetName: names.budget
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    logsId: monitoring.outputs.logsId
    frontDoorProfileId: frontDoor.outputs.profileId
    dataAccountId: storage.outputs.dataAccountId
    alertAddresses: alertAddresses
    heldCommentHours: heldCommentHours
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
}

// azd and the scripts read these.
output AZURE_RESOURCE_GROUP string = group.name
output DECIDE_APP string = names.app
output DECIDE_VAULT string = names.vault
output DECIDE_SITE_ACCOUNT string = names.siteAccount
output DECIDE_DATA_ACCOUNT string = names.dataAccount
output DECIDE_FRONT_DOOR string = names.frontDoor
output DECIDE_FRONT_DOOR_ENDPOINT string = frontDoor.outputs.endpointName
output DECIDE_URL string = frontDoor.outputs.url
output DECIDE_SIGNING_KEY string = vault.outputs.signingKeyUri
