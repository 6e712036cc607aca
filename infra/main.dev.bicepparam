using 'main.bicep'

param stage = 'dev'
param institute = readEnvironmentVariable('DECIDE_INSTITUTE', 'decide')
param location = readEnvironmentVariable('AZURE_LOCATION', 'mexicocentral')
param storagePrefix = 'decide'
param storageRedundancy = 'Standard_LRS'

// No ready instances: the first request of a quiet day starts one.
param alwaysReady = []
param maximumInstances = 40
param instanceMemoryMB = 2048
param requestsPerInstance = 100

param proofCost = 1000
param operatorDoor = true
param instituteAddresses = json(readEnvironmentVariable('DECIDE_ADDRESSES', '[]'))
param requestsPerMinuteAndAddress = 6000
param writesPerMinuteAndAddress = 1200
param hostName = readEnvironmentVariable('DECIDE_HOST_NAME', '')
param frontProcess = readEnvironmentVariable('DECIDE_FRONT_PROCESS', '')
param otlpEndpoint = readEnvironmentVariable('DECIDE_OTLP_ENDPOINT', '')
param sharedNetworks = readEnvironmentVariable('DECIDE_SHARED_NETWORKS', '')
param allowedOrigins = readEnvironmentVariable('DECIDE_ALLOWED_ORIGINS', '')
param secondOpinionEndpoint = readEnvironmentVariable('DECIDE_SECOND_OPINION', '')

param alertAddresses = json(readEnvironmentVariable('DECIDE_ALERT_ADDRESSES', '[]'))
param heldCommentHours = 24
param monthlyBudget = 150
param budgetStart = readEnvironmentVariable('DECIDE_BUDGET_START', '2026-12-01')
param logDays = 30
param logGigabytesPerDay = 1
// Short, so that a trial can be removed again.
param packageRetentionDays = 1
param packagesLocked = bool(readEnvironmentVariable('DECIDE_PACKAGES_LOCKED', 'false'))
param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
