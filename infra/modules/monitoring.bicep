metadata description = 'Where logs, traces and metrics go. Nobody writes there with a key.'

param logsName string
param insightsName string
param location string
param tags object
param logDays int
param logGigabytesPerDay int

resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: logsName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: logDays
    workspaceCapping: { dailyQuotaGb: logGigabytesPerDay }
    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    // Client addresses are masked before they are stored.
    DisableIpMasking: false
  }
}

output logsId string = logs.id
output insightsId string = insights.id
output insightsConnectionString string = insights.properties.ConnectionString
