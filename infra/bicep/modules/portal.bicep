// The web page. Its origin is the only one that may call the API from a browser.

param name string
param location string
param tags { *: string }
param plan string

@description('Empty: the portal is at Azure\'s host name.')
param domain string

resource portal 'Microsoft.Web/staticSites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'portal' })
  sku: { name: plan, tier: plan }
  properties: {
    allowConfigFileUpdates: true
    stagingEnvironmentPolicy: 'Disabled'
  }
}

resource ownDomain 'Microsoft.Web/staticSites/customDomains@2024-04-01' = if (!empty(domain)) {
  parent: portal
  name: empty(domain) ? 'none' : domain
}

output name string = portal.name
output hostName string = portal.properties.defaultHostname
output origin string = 'https://${empty(domain) ? portal.properties.defaultHostname : domain}'
