using 'main.bicep'

// Set DECIDE_DAY to election on the eve of the last day on which people can react, and back afterwards (docs/deployment.md).
var day = readEnvironmentVariable('DECIDE_DAY', 'ordinary')
var sizes = {
  ordinary: {
    alwaysReady: [
      { name: 'http', instanceCount: 1 }
    ]
    maximumInstances: 100
  }
  election: {
    alwaysReady: [
      { name: 'http', instanceCount: 10 }
      { name: 'function:CommentProcessor', instanceCount: 2 }
    ]
    maximumInstances: 400
  }
}

param stage = 'prod'
param institute = readEnvironmentVariable('DECIDE_INSTITUTE', 'decide')
param location = readEnvironmentVariable('AZURE_LOCATION', 'mexicocentral')
param storagePrefix = 'decide'
param storageRedundancy = 'Standard_ZRS'

param alwaysReady = sizes[day].alwaysReady
param maximumInstances = sizes[day].maximumInstances
param instanceMemoryMB = 2048
param requestsPerInstance = 100

param proofCost = 1000
param operatorDoor = true
// No default: the operator key of prod must not work from every address. The template refuses an empty list.
param instituteAddresses = json(readEnvironmentVariable('DECIDE_ADDRESSES'))
param requestsPerMinuteAndAddress = 60000
param writesPerMinuteAndAddress = 12000
param hostName = readEnvironmentVariable('DECIDE_HOST_NAME', '')
param frontProcess = readEnvironmentVariable('DECIDE_FRONT_PROCESS', '')
param otlpEndpoint = readEnvironmentVariable('DECIDE_OTLP_ENDPOINT', '')
param sharedNetworks = readEnvironmentVariable('DECIDE_SHARED_NETWORKS', '')
param allowedOrigins = readEnvironmentVariable('DECIDE_ALLOWED_ORIGINS', '')
param secondOpinionEndpoint = readEnvironmentVariable('DECIDE_SECOND_OPINION', '')

param alertAddresses = json(readEnvironmentVariable('DECIDE_ALERT_ADDRESSES', '[]'))
param heldCommentHours = 12
param monthlyBudget = 2000
param budgetStart = readEnvironmentVariable('DECIDE_BUDGET_START', '2026-12-01')
param logDays = 90
param logGigabytesPerDay = 10
// The period in which an election's result and the delivered packages may be contested, with room to spare.
param packageRetentionDays = 1825
param packagesLocked = bool(readEnvironmentVariable('DECIDE_PACKAGES_LOCKED', 'false'))
param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
