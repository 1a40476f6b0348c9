// What somebody has to hear of. docs/operations.md has a section for each, by its name; a test compares them.

param name string
param location string
param tags { *: string }
param email string
param workspaceId string
param dataStorageName string
param vaultName string

resource dataStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: dataStorageName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [{ name: 'operations', emailAddress: email, useCommonAlertSchema: true }]
  }
}

type logAlert = {
  @description('What it is called in the message.')
  title: string
  description: string
  severity: int
  query: string

  @description('Fires if the query has more rows than none, or if it has none.')
  operator: 'GreaterThan' | 'LessThan'
  threshold: int
  every: string
  window: string
}

var logAlerts logAlert[] = [
  {
    title: 'server-errors'
    description: 'More than 1 % of at least 20 requests in 15 minutes were answered with 5xx.'
    severity: 1
    query: 'AppRequests | summarize Requests = sum(ItemCount), Failed = sumif(ItemCount, toint(ResultCode) >= 500) | where Requests >= 20 and Failed * 100 > Requests'
    operator: 'GreaterThan'
    threshold: 0
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    title: 'slow-tokens'
    description: 'One token request in twenty took longer than a second, of at least 20 in 15 minutes.'
    severity: 2
    query: 'AppRequests | where Url has "/api/taxi/auth" | summarize Requests = sum(ItemCount), P95 = percentilew(DurationMs, ItemCount, 95) | where Requests >= 20 and P95 > 1000'
    operator: 'GreaterThan'
    threshold: 0
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    title: 'refused-sign-ins'
    description: 'More than half of at least 200 attempts of clients to sign in were refused in 15 minutes.'
    severity: 2
    query: 'AppMetrics | summarize Refused = sumif(Sum, Name == "eds.authentications.refused"), Issued = sumif(Sum, Name == "eds.tokens.issued") | where Refused + Issued >= 200 and Refused > Issued'
    operator: 'GreaterThan'
    threshold: 0
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    title: 'refused-rides'
    description: 'More than a fifth of at least 100 rides were refused in 15 minutes, not counting backlogs that came too fast.'
    severity: 2
    query: 'AppMetrics | summarize Refused = sumif(Sum, Name == "eds.carriages.refused" and tostring(Properties.reason) != "rate-limited"), Received = sumif(Sum, Name == "eds.carriages.received") | where Received + Refused >= 100 and Refused * 5 > Received + Refused'
    operator: 'GreaterThan'
    threshold: 0
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    title: 'no-rides'
    description: 'No ride was received in 4 hours, between 10 and 23 o\'clock in Latvia.'
    severity: 2
    query: 'AppMetrics | where Name == "eds.carriages.received" | summarize Rides = sum(Sum) | where Rides > 0 or hourofday(datetime_utc_to_local(now(), "Europe/Riga")) !between (10 .. 22)'
    operator: 'LessThan'
    threshold: 1
    every: 'PT1H'
    window: 'PT4H'
  }
  {
    title: 'mass-annulments'
    description: 'More than 500 clients were annulled in an hour.'
    severity: 2
    query: 'AppMetrics | where Name == "eds.clients.annulled" | summarize Annulled = sum(Sum) | where Annulled > 500'
    operator: 'GreaterThan'
    threshold: 0
    every: 'PT15M'
    window: 'PT1H'
  }
  {
    title: 'mass-rotations'
    description: 'More than 500 secrets were rotated in an hour.'
    severity: 2
    query: 'AppMetrics | where Name == "eds.secrets.rotated" | summarize Rotated = sum(Sum) | where Rotated > 500'
    operator: 'GreaterThan'
    threshold: 0
    every: 'PT15M'
    window: 'PT1H'
  }
  {
    title: 'too-many-requests'
    description: 'More than 30,000 requests came in 5 minutes: 100 a second.'
    severity: 2
    query: 'AppRequests | summarize Requests = sum(ItemCount) | where Requests > 30000'
    operator: 'GreaterThan'
    threshold: 0
    every: 'PT5M'
    window: 'PT5M'
  }
  {
    title: 'purge-overdue'
    description: 'No purge finished in 26 hours.'
    severity: 2
    query: 'AppMetrics | where TimeGenerated > ago(26h) and Name == "eds.purge.runs" and tostring(Properties.finished) == "true"'
    operator: 'LessThan'
    threshold: 1
    every: 'PT1H'
    window: 'P2D'
  }
]

resource ofLogs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: '${alert.title}-${name}'
    location: location
    tags: tags
    properties: {
      displayName: alert.title
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [workspaceId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: true
      // The tables are there only once telemetry has arrived.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

resource throttledTables 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'throttled-tables-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The table service refused requests because there were too many.'
    enabled: true
    severity: 2
    scopes: ['${dataStorage.id}/tableServices/default']
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.Storage/storageAccounts/tableServices'
          metricName: 'Transactions'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: [
                'ClientThrottlingError'
                'ServerBusyError'
                'ClientAccountRequestThrottlingError'
                'ClientAccountBandwidthThrottlingError'
              ]
            }
          ]
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource vaultDenials 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'vault-denials-${name}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The vault refused somebody: the app lost its role, or somebody tries without one.'
    enabled: true
    severity: 1
    scopes: [vault.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'denied'
          metricNamespace: 'Microsoft.KeyVault/vaults'
          metricName: 'ServiceApiResult'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['403'] }]
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
