using 'main.bicep'

// Change the lines that name you, and read "Before the first device" in docs/operations.md: apiDomain is the issuer of every token.
param name = 'eds-prod'
param signInAuthority = 'https://login.example.lv'
param signInAudience = 'eds-portal'
param alertEmail = 'operations@example.lv'
param apiDomain = ''
param portalDomain = ''

param dataReplication = 'Standard_GZRS'
param locked = true
param alwaysReadyInstances = 1
param maximumInstances = 100
param dailyLogCapGb = 10
param portalPlan = 'Standard'
