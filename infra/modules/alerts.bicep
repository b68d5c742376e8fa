// Log alerts rather than metric alerts: they exist before the first telemetry does, and all have one shape.
param location string
param tags { *: string }
param suffix string
param insightsName string
param email string

var alerts = [
  {
    name: 'server-errors'
    severity: 1
    title: 'More than 5 % of the requests fail with 5xx'
    query: 'requests | where isnotempty(url) | summarize total = count(), failed = countif(toint(resultCode) >= 500) | project value = iff(failed < 5, 0.0, 100.0 * failed / total)'
    threshold: 5
  }
  {
    name: 'aggregation-failed'
    severity: 2
    title: 'Statistics of a day can not be aggregated'
    query: 'customMetrics | where name == "stats_aggregation_failed" | summarize value = max(valueMax)'
    threshold: 0
  }
  {
    name: 'oldest-pending'
    severity: 2
    title: 'Statistics have waited for their aggregation for more than an hour'
    query: 'customMetrics | where name == "stats_aggregation_oldest_pending_seconds" | summarize value = max(valueMax)'
    threshold: 3600
  }
  {
    name: 'forwarding-stopped'
    severity: 2
    title: 'Statistics are no longer forwarded to the other Stats Service'
    query: 'customMetrics | where name == "stats_forwarding_stopped" | summarize value = max(valueMax)'
    threshold: 0
  }
  {
    name: 'forwarding-oldest'
    severity: 2
    title: 'Statistics have waited for more than a day for being forwarded'
    query: 'customMetrics | where name == "stats_forwarding_oldest_seconds" | summarize value = max(valueMax)'
    threshold: 86400
  }
  {
    name: 'total-differences'
    severity: 2
    title: 'Totals differed from the statistics and were repaired'
    query: 'customMetrics | where name == "stats_total_differences" | summarize value = sum(valueSum)'
    threshold: 0
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource receivers 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-stats-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'stats'
    emailReceivers: [{ name: 'administrator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in alerts: {
    name: 'alert-stats-${alert.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Stats Service: ${alert.title}'
      severity: alert.severity
      enabled: true
      scopes: [insights.id]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      autoMitigate: true
      // A new component has no telemetry to check the query against.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: 'value'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(email) ? [] : [receivers.id] }
    }
  }
]
