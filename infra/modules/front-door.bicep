metadata description = 'One public address: the site and, under /api, the app. Caches what the app allows to be cached, and stops floods.'

param name string
param firewallName string
param tags object
param apiHostName string
param siteHostName string
param hostName string
param instituteAddresses string[]
param requestsPerMinuteAndAddress int
param writesPerMinuteAndAddress int
param logsId string

// Never cached, whatever the answer's headers say: locations of people, their actions, and answers that are new every time.
// Front Door matches paths without their leading slash.
var neverCached = '(^|/)(challenge|comments|current|desk|health|locate|operator|reaction|reactions|sessions|visitors|visits)(/|$)'

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: 'Standard_AzureFrontDoor' }
  properties: {
    originResponseTimeoutSeconds: 60
    // If the access log is ever turned on, it holds no client address, path or query string.
    logScrubbing: {
      state: 'Enabled'
      scrubbingRules: [
        { matchVariable: 'RequestIPAddress', selectorMatchOperator: 'EqualsAny', state: 'Enabled' }
        { matchVariable: 'RequestUri', selectorMatchOperator: 'EqualsAny', state: 'Enabled' }
        { matchVariable: 'QueryStringArgNames', selectorMatchOperator: 'EqualsAny', state: 'Enabled' }
      ]
    }
  }

  resource endpoint 'afdEndpoints' = {
    name: name
    location: 'global'
    tags: tags
    properties: { enabledState: 'Enabled' }
  }

  // A group has one origin, so no health probes: probes from every Front Door site would only keep instances awake.
  resource apiOrigins 'originGroups' = {
    name: 'api'
    properties: {
      loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
      sessionAffinityState: 'Disabled'
    }

    resource api 'origins' = {
      name: 'app'
      properties: {
        hostName: apiHostName
        originHostHeader: apiHostName
        httpsPort: 443
        enforceCertificateNameCheck: true
      }
    }
  }

  resource siteOrigins 'originGroups' = {
    name: 'site'
    properties: {
      loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
      sessionAffinityState: 'Disabled'
    }

    resource site 'origins' = {
      name: 'account'
      properties: {
        hostName: siteHostName
        originHostHeader: siteHostName
        httpsPort: 443
        enforceCertificateNameCheck: true
      }
    }
  }

  resource apiRules 'ruleSets' = {
    name: 'api'

    // The host takes this header of a client for its own, and the caller waits 15 seconds for an empty 500 (docs/operations.md).
    resource ownHeaders 'rules' = {
      name: 'RemoveHeadersOfTheHost'
      properties: {
        order: 0
        matchProcessingBehavior: 'Continue'
        conditions: []
        actions: [
          {
            name: 'ModifyRequestHeader'
            parameters: {
              typeName: 'DeliveryRuleHeaderActionParameters'
              headerAction: 'Delete'
              headerName: 'x-ms-invocation-id'
            }
          }
        ]
      }
    }

    // The route itself caches nothing. Answers that meet all these conditions are cached for as long as the app says.
    resource cache 'rules' = {
      name: 'CachePublicReads'
      properties: {
        order: 1
        matchProcessingBehavior: 'Continue'
        conditions: [
          {
            name: 'RequestMethod'
            parameters: {
              typeName: 'DeliveryRuleRequestMethodConditionParameters'
              operator: 'Equal'
              matchValues: ['GET', 'HEAD']
            }
          }
          {
            name: 'RequestHeader'
            parameters: {
              typeName: 'DeliveryRuleRequestHeaderConditionParameters'
              selector: 'Authorization'
              operator: 'Any'
              negateCondition: true
            }
          }
          {
            name: 'RequestHeader'
            parameters: {
              typeName: 'DeliveryRuleRequestHeaderConditionParameters'
              selector: 'x-functions-key'
              operator: 'Any'
              negateCondition: true
            }
          }
          {
            name: 'UrlPath'
            parameters: {
              typeName: 'DeliveryRuleUrlPathMatchConditionParameters'
              operator: 'RegEx'
              matchValues: [neverCached]
              negateCondition: true
              transforms: ['Lowercase', 'UrlDecode']
            }
          }
        ]
        actions: [
          {
            name: 'RouteConfigurationOverride'
            parameters: {
              typeName: 'DeliveryRuleRouteConfigurationOverrideActionParameters'
              cacheConfiguration: {
                // The key is the whole query string: the language of an answer, its filters and its page. The app refuses parameters that it does
                // not know with 400, uncached, so nobody fills the cache with copies of one answer. Only /docs ignores them, as pages do.
                queryStringCachingBehavior: 'UseQueryString'
                cacheBehavior: 'HonorOrigin'
                // The app compresses its answers itself.
                isCompressionEnabled: 'Disabled'
              }
            }
          }
        ]
      }
    }
  }

  resource siteRules 'ruleSets' = {
    name: 'site'

    resource headers 'rules' = {
      name: 'SecurityHeaders'
      properties: {
        order: 1
        matchProcessingBehavior: 'Continue'
        conditions: []
        actions: [
          for header in [
            { name: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' }
            { name: 'X-Content-Type-Options', value: 'nosniff' }
            { name: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' }
          ]: {
            name: 'ModifyResponseHeader'
            parameters: {
              typeName: 'DeliveryRuleHeaderActionParameters'
              headerAction: 'Overwrite'
              headerName: header.name
              value: header.value
            }
          }
        ]
      }
    }
  }

  resource domain 'customDomains' = if (!empty(hostName)) {
    name: replace(empty(hostName) ? 'none' : hostName, '.', '-')
    properties: {
      hostName: hostName
      tlsSettings: { certificateType: 'ManagedCertificate', minimumTlsVersion: 'TLS12' }
    }
  }

  resource protection 'securityPolicies' = {
    name: 'firewall'
    properties: {
      parameters: {
        type: 'WebApplicationFirewall'
        wafPolicy: { id: firewall.id }
        associations: [
          {
            domains: concat([{ id: endpoint.id }], empty(hostName) ? [] : [{ id: domain.id }])
            patternsToMatch: ['/*']
          }
        ]
      }
    }
  }
}

resource apiRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: profile::endpoint
  name: 'api'
  properties: {
    originGroup: { id: profile::apiOrigins.id }
    patternsToMatch: ['/api/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    customDomains: empty(hostName) ? [] : [{ id: profile::domain.id }]
    ruleSets: [{ id: profile::apiRules.id }]
  }
  dependsOn: [profile::apiOrigins::api, profile::apiRules::ownHeaders, profile::apiRules::cache]
}

resource siteRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: profile::endpoint
  name: 'site'
  properties: {
    originGroup: { id: profile::siteOrigins.id }
    patternsToMatch: ['/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    customDomains: empty(hostName) ? [] : [{ id: profile::domain.id }]
    ruleSets: [{ id: profile::siteRules.id }]
    cacheConfiguration: {
      queryStringCachingBehavior: 'IgnoreQueryString'
      compressionSettings: {
        isCompressionEnabled: true
        contentTypesToCompress: [
          'text/html'
          'text/css'
          'text/plain'
          'application/javascript'
          'application/json'
          'image/svg+xml'
        ]
      }
    }
  }
  dependsOn: [profile::siteOrigins::site, profile::siteRules::headers]
}

// No managed rules: they look for suspicious words, and a comment is a citizen's free text. Moderation handles comments, and explains itself.
resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2024-02-01' = {
  name: firewallName
  location: 'global'
  tags: tags
  sku: { name: 'Standard_AzureFrontDoor' }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: 'Prevention'
      requestBodyCheck: 'Disabled'
      logScrubbing: {
        state: 'Enabled'
        scrubbingRules: [
          { matchVariable: 'RequestIPAddress', selectorMatchOperator: 'EqualsAny', state: 'Enabled' }
          { matchVariable: 'RequestUri', selectorMatchOperator: 'EqualsAny', state: 'Enabled' }
          { matchVariable: 'QueryStringArgNames', selectorMatchOperator: 'EqualsAny', state: 'Enabled' }
        ]
      }
    }
    customRules: {
      rules: concat(
        [
          {
            name: 'MethodsOfTheWeb'
            priority: 10
            enabledState: 'Enabled'
            ruleType: 'MatchRule'
            action: 'Block'
            // PATCH is let through: the app answers 405 with Allow, as its contract says.
            matchConditions: [
              {
                matchVariable: 'RequestMethod'
                operator: 'Equal'
                negateCondition: true
                matchValue: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']
              }
            ]
          }
          {
            name: 'FloodOfWrites'
            priority: 30
            enabledState: 'Enabled'
            ruleType: 'RateLimitRule'
            rateLimitDurationInMinutes: 1
            rateLimitThreshold: writesPerMinuteAndAddress
            groupBy: [{ variableName: 'SocketAddr' }]
            action: 'Block'
            matchConditions: [
              { matchVariable: 'RequestMethod', operator: 'Equal', matchValue: ['POST', 'PUT', 'PATCH', 'DELETE'] }
            ]
          }
          {
            name: 'FloodOfRequests'
            priority: 40
            enabledState: 'Enabled'
            ruleType: 'RateLimitRule'
            rateLimitDurationInMinutes: 1
            rateLimitThreshold: requestsPerMinuteAndAddress
            groupBy: [{ variableName: 'SocketAddr' }]
            action: 'Block'
            matchConditions: [
              { matchVariable: 'RequestUri', operator: 'Contains', matchValue: ['/'] }
            ]
          }
        ],
        empty(instituteAddresses)
          ? []
          : [
              {
                name: 'OperatorsAtTheInstitute'
                priority: 20
                enabledState: 'Enabled'
                ruleType: 'MatchRule'
                action: 'Block'
                matchConditions: [
                  {
                    matchVariable: 'RequestHeader'
                    selector: 'x-functions-key'
                    // Not Any, which also matches a request without the header.
                    operator: 'RegEx'
                    matchValue: ['.']
                  }
                  {
                    matchVariable: 'SocketAddr'
                    operator: 'IPMatch'
                    negateCondition: true
                    matchValue: instituteAddresses
                  }
                ]
              }
            ]
      )
    }
  }
}

// Only the firewall's log: the access log would hold the query string of /locate, which is a person's location.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'firewall'
  properties: {
    workspaceId: logsId
    logs: [{ category: 'FrontDoorWebApplicationFirewallLog', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output profileId string = profile.id
output frontDoorId string = profile.properties.frontDoorId
output endpointName string = profile::endpoint.name
output url string = 'https://${empty(hostName) ? profile::endpoint.properties.hostName : hostName}'
