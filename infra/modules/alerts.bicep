metadata description = 'Alerts, their recipients, the budget, and a workbook that shows the figures.'

param actionsName string
param budgetName string
param location string
param tags object
param insightsId string
param logsId string
param frontDoorProfileId string
param dataAccountId string
param alertAddresses string[]
param heldCommentHours int
param monthlyBudget int
param budgetStart string

resource actions 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionsName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'decide'
    emailReceivers: [for address in alertAddresses: { name: address, emailAddress: address, useCommonAlertSchema: true }]
  }
}

// Each fires when its query returns a row. Severity 1: wakes a person up. 2: the same working day. 3: this week.
// Names and attributes are those of docs/telemetry.md.
var questions = [
  {
    name: 'poison-queue'
    severity: 2
    minutes: 15
    description: 'A message failed five times and is in a poison queue. docs/reference.md says what to do for each queue.'
    query: 'AppMetrics | where Name == "serverlessdecide.queue.messages" | extend Queue = tostring(Properties["messaging.destination.name"]) | where Queue endswith "-poison" | summarize Messages = max(Max) by Queue | where Messages > 0'
  }
  {
    name: 'comment-not-moderated'
    severity: 2
    minutes: 15
    description: 'A comment has waited a quarter of an hour for the rules: CommentProcessor does not get through, or does not run.'
    query: 'AppMetrics | where Name == "serverlessdecide.comments.oldest" and tostring(Properties["serverlessdecide.comment.status"]) == "received" | summarize Seconds = max(Max) | where Seconds > 900'
  }
  {
    name: 'comment-held-too-long'
    severity: 2
    minutes: 60
    description: 'A held comment has waited more than ${heldCommentHours} hours for a person.'
    query: 'AppMetrics | where Name == "serverlessdecide.comments.oldest" and tostring(Properties["serverlessdecide.comment.status"]) == "held" | summarize Seconds = max(Max) | where Seconds > ${heldCommentHours * 3600}'
  }
  {
    name: 'review-waits-too-long'
    severity: 2
    minutes: 60
    description: 'Somebody asked more than ${heldCommentHours} hours ago for another person to look at a comment, and nobody has.'
    query: 'AppMetrics | where Name == "serverlessdecide.reviews.oldest" | summarize Seconds = max(Max) | where Seconds > ${heldCommentHours * 3600}'
  }
  {
    name: 'package-not-released'
    severity: 2
    minutes: 360
    description: 'Packages have been under way for six hours: see docs/operations.md, "Making packages".'
    query: 'AppTraces | where Message startswith "Packages of " | parse Message with "Packages of " Process ": " State | summarize Minutes = count() by Process | where Minutes > 300'
  }
  {
    name: 'timers-silent'
    severity: 1
    minutes: 15
    description: 'No timer has run for a quarter of an hour: the app does not start, or its telemetry does not arrive.'
    query: 'AppMetrics | where Name == "faas.invoke_duration" and tostring(Properties["faas.name"]) == "MakePackagesTimer" | summarize Runs = count() | where Runs == 0'
  }
  {
    name: 'functions-failing'
    severity: 1
    minutes: 5
    description: 'More than 20 requests, messages or timers failed in five minutes.'
    query: 'AppMetrics | where Name in ("http.server.request.duration", "messaging.process.duration", "faas.invoke_duration") | where isnotempty(tostring(Properties["error.type"])) | summarize Failures = sum(ItemCount) | where Failures > 20'
  }
  {
    name: 'calendar-changed'
    severity: 2
    minutes: 5
    description: 'An operator changed a calendar. If nobody announced it, act at once: docs/operations.md, "An alert about operators".'
    query: 'AppMetrics | where Name == "serverlessdecide.calendar.changed" | summarize Changes = sum(Sum) | where Changes > 0'
  }
  {
    name: 'packaging-began'
    severity: 2
    minutes: 5
    description: 'Packages are being made, from which on contenders\' figures exist. If the deliveries should not be open, act at once: docs/operations.md, "An alert about operators".'
    query: 'AppMetrics | where Name == "serverlessdecide.packaging.began" | summarize Processes = sum(Sum) | where Processes > 0'
  }
  {
    name: 'packages-stopped'
    severity: 1
    minutes: 5
    description: 'All packages together do not hold what is stored; nothing is released: docs/operations.md, "Packages are stopped".'
    query: 'AppMetrics | where Name == "serverlessdecide.packaging.stopped" | summarize Comparisons = sum(Sum) | where Comparisons > 0'
  }
  {
    name: 'operator-keys-refused'
    severity: 2
    minutes: 15
    // The smoke test of a deployment sends one invalid key.
    description: 'More than three requests in a quarter of an hour showed an operator key that does not hold: docs/operations.md, "An alert about operators".'
    query: 'AppMetrics | where Name == "serverlessdecide.operator.refused" | summarize Requests = sum(Sum) | where Requests > 3'
  }
  {
    name: 'location-was-logged'
    severity: 1
    minutes: 60
    description: 'A log holds a query string of /locate: where somebody is. docs/deployment.md, "No location in a log", says what to do.'
    query: 'union isfuzzy=true AppRequests, AppDependencies, AppTraces, AppExceptions, AzureDiagnostics | where tostring(pack_all()) matches regex "[?&]lat=-?[0-9]"'
  }
]

resource question 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for each in questions: {
    name: each.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: each.name
      description: each.description
      severity: each.severity
      enabled: true
      scopes: [logsId]
      evaluationFrequency: each.minutes > 60 ? 'PT1H' : 'PT${each.minutes}M'
      windowSize: each.minutes > 60 ? 'PT${each.minutes / 60}H' : 'PT${each.minutes}M'
      criteria: {
        allOf: [
          { query: each.query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [actions.id] }
    }
  }
]

var signals = [
  {
    name: 'errors-at-the-door'
    severity: 1
    scope: frontDoorProfileId
    namespace: 'Microsoft.Cdn/profiles'
    metric: 'Percentage5XX'
    aggregation: 'Average'
    threshold: 1
    description: 'More than one answer in a hundred is an error of ours, or an empty 500 of the host: docs/operations.md, "Answers that are the host\'s own".'
    dimensions: []
  }
  {
    name: 'slow-origin'
    severity: 2
    scope: frontDoorProfileId
    namespace: 'Microsoft.Cdn/profiles'
    metric: 'OriginLatency'
    aggregation: 'Average'
    threshold: 2000
    description: 'The app needs more than two seconds on average.'
    dimensions: []
  }
  {
    name: 'storage-throttles'
    severity: 2
    scope: dataAccountId
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Transactions'
    aggregation: 'Total'
    threshold: 100
    description: 'Storage refuses requests because there are too many.'
    dimensions: [
      {
        name: 'ResponseType'
        operator: 'Include'
        values: ['ServerBusyError', 'ClientThrottlingError', 'ClientAccountRequestThrottlingError']
      }
    ]
  }
]

resource signal 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for each in signals: {
    name: each.name
    location: 'global'
    tags: tags
    properties: {
      description: each.description
      severity: each.severity
      enabled: true
      scopes: [each.scope]
      evaluationFrequency: 'PT1M'
      windowSize: 'PT5M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: each.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: each.namespace
            metricName: each.metric
            timeAggregation: each.aggregation
            operator: 'GreaterThan'
            threshold: each.threshold
            dimensions: each.dimensions
          }
        ]
      }
      autoMitigate: true
      actions: [{ actionGroupId: actions.id }]
    }
  }
]

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: budgetName
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetStart }
    // Without alert addresses it notifies the owners: a budget needs a recipient.
    notifications: {
      half: { enabled: true, operator: 'GreaterThan', threshold: 50, contactEmails: alertAddresses, contactRoles: ['Owner'] }
      most: { enabled: true, operator: 'GreaterThan', threshold: 80, contactEmails: alertAddresses, contactRoles: ['Owner'] }
      all: { enabled: true, operator: 'GreaterThan', threshold: 100, contactEmails: alertAddresses, contactRoles: ['Owner'] }
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: alertAddresses
        contactRoles: ['Owner']
      }
    }
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'ServerlessDecide: the small hours'
    category: 'workbook'
    version: '1.0'
    sourceId: insightsId
    serializedData: loadTextContent('workbook.json')
  }
}
