using 'main.bicep'

// Cheap, and gone with one command. Change the three lines that name you.
param name = 'eds-dev'
param signInAuthority = 'https://login.example.lv'
param signInAudience = 'eds-portal'
param alertEmail = 'operations@example.lv'

param dataReplication = 'Standard_LRS'
param locked = false
param alwaysReadyInstances = 0
param maximumInstances = 40
param dailyLogCapGb = 1
param portalPlan = 'Free'
